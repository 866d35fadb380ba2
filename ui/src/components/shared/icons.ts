import archive from '@phosphor-icons/core/fill/archive-fill.svg?raw';
import arrowElbow from '@phosphor-icons/core/fill/arrow-elbow-down-left-fill.svg?raw';
import arrowLeft from '@phosphor-icons/core/fill/arrow-left-fill.svg?raw';
import arrowsClockwise from '@phosphor-icons/core/fill/arrows-clockwise-fill.svg?raw';
import backspace from '@phosphor-icons/core/fill/backspace-fill.svg?raw';
import bank from '@phosphor-icons/core/fill/bank-fill.svg?raw';
import batteryFull from '@phosphor-icons/core/fill/battery-full-fill.svg?raw';
import batteryHalf from '@phosphor-icons/core/fill/battery-medium-fill.svg?raw';
import batteryLow from '@phosphor-icons/core/fill/battery-low-fill.svg?raw';
import barcode from '@phosphor-icons/core/fill/barcode-fill.svg?raw';
import basket from '@phosphor-icons/core/fill/basket-fill.svg?raw';
import briefcase from '@phosphor-icons/core/fill/briefcase-fill.svg?raw';
import calculator from '@phosphor-icons/core/fill/calculator-fill.svg?raw';
import caretDown from '@phosphor-icons/core/fill/caret-down-fill.svg?raw';
import checkCircle from '@phosphor-icons/core/fill/check-circle-fill.svg?raw';
import clock from '@phosphor-icons/core/fill/clock-fill.svg?raw';
import contactless from '@phosphor-icons/core/fill/contactless-payment-fill.svg?raw';
import cloud from '@phosphor-icons/core/fill/cloud-check-fill.svg?raw';
import copy from '@phosphor-icons/core/fill/copy-fill.svg?raw';
import creditCard from '@phosphor-icons/core/fill/credit-card-fill.svg?raw';
import eraser from '@phosphor-icons/core/fill/eraser-fill.svg?raw';
import file from '@phosphor-icons/core/fill/file-pdf-fill.svg?raw';
import gear from '@phosphor-icons/core/fill/gear-six-fill.svg?raw';
import handCoins from '@phosphor-icons/core/fill/hand-coins-fill.svg?raw';
import handPalm from '@phosphor-icons/core/fill/hand-palm-fill.svg?raw';
import hourglass from '@phosphor-icons/core/fill/hourglass-medium-fill.svg?raw';
import keyboard from '@phosphor-icons/core/fill/keyboard-fill.svg?raw';
import link from '@phosphor-icons/core/fill/link-break-fill.svg?raw';
import list from '@phosphor-icons/core/fill/list-fill.svg?raw';
import magnifier from '@phosphor-icons/core/fill/magnifying-glass-fill.svg?raw';
import money from '@phosphor-icons/core/fill/money-fill.svg?raw';
import moon from '@phosphor-icons/core/fill/moon-fill.svg?raw';
import paperPlane from '@phosphor-icons/core/fill/paper-plane-tilt-fill.svg?raw';
import password from '@phosphor-icons/core/fill/password-fill.svg?raw';
import percent from '@phosphor-icons/core/fill/percent-fill.svg?raw';
import person from '@phosphor-icons/core/fill/person-simple-walk-fill.svg?raw';
import plugs from '@phosphor-icons/core/fill/plugs-connected-fill.svg?raw';
import power from '@phosphor-icons/core/fill/power-fill.svg?raw';
import printer from '@phosphor-icons/core/fill/printer-fill.svg?raw';
import prohibit from '@phosphor-icons/core/fill/prohibit-fill.svg?raw';
import qrCode from '@phosphor-icons/core/fill/qr-code-fill.svg?raw';
import receipt from '@phosphor-icons/core/fill/receipt-fill.svg?raw';
import scales from '@phosphor-icons/core/fill/scales-fill.svg?raw';
import signature from '@phosphor-icons/core/fill/signature-fill.svg?raw';
import speaker from '@phosphor-icons/core/fill/speaker-high-fill.svg?raw';
import star from '@phosphor-icons/core/fill/star-fill.svg?raw';
import stop from '@phosphor-icons/core/fill/stop-circle-fill.svg?raw';
import sun from '@phosphor-icons/core/fill/sun-fill.svg?raw';
import desktop from '@phosphor-icons/core/fill/desktop-fill.svg?raw';
import terminal from '@phosphor-icons/core/fill/device-mobile-fill.svg?raw';
import trash from '@phosphor-icons/core/fill/trash-fill.svg?raw';
import trayIn from '@phosphor-icons/core/fill/tray-arrow-down-fill.svg?raw';
import trayOut from '@phosphor-icons/core/fill/tray-arrow-up-fill.svg?raw';
import upload from '@phosphor-icons/core/fill/upload-simple-fill.svg?raw';
import user from '@phosphor-icons/core/fill/user-circle-fill.svg?raw';
import warning from '@phosphor-icons/core/fill/warning-fill.svg?raw';
import wifi from '@phosphor-icons/core/fill/wifi-high-fill.svg?raw';
import wifiOff from '@phosphor-icons/core/fill/wifi-slash-fill.svg?raw';
import xCircle from '@phosphor-icons/core/fill/x-circle-fill.svg?raw';

const drawings = {
  archive, 'arrow-left': arrowLeft, backspace, bank, barcode,
  'battery-full': batteryFull, 'battery-half': batteryHalf, 'battery-low': batteryLow, basket, briefcase, calculator, cancelled: prohibit, card: creditCard,
  'caret-down': caretDown, check: checkCircle, clock, cloud, close: xCircle, contactless, copy, desktop, enter: arrowElbow,
  eraser, gear, hand: handPalm, coins: handCoins, hourglass, keyboard, 'link-break': link, list, money, moon,
  park: trayIn, password, pdf: file, percent, plugs, power, printer, qr: qrCode, recall: trayOut, receipt,
  refresh: arrowsClockwise, scales, search: magnifier, send: paperPlane, sign: signature, speaker, star, stop, sun, terminal, trash,
  upload, user, walk: person, warning, wifi, 'wifi-off': wifiOff,
} as const;

export type IconName = keyof typeof drawings;

/** The path of an icon in a square of 256. The set draws each icon as a single filled path. */
export function iconPath(name: IconName): string {
  return /\sd="([^"]+)"/.exec(drawings[name])?.[1] ?? '';
}
