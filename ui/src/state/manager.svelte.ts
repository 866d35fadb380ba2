/** Which page of the manager's area is shown. */
export class ManagerArea {
  section = $state<string | null>(null);

  show(section: string): void {
    this.section = section;
  }
}
