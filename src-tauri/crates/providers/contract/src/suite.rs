/// One test per story, for a [`crate::Scene`].
///
/// Write it once in a test file of its own: `provider_contract::contract_suite!(MyScene);`. The crate needs `tokio` with
/// its macros among its dev-dependencies.
#[macro_export]
macro_rules! contract_suite {
    ($scene:ty) => {
        $crate::contract_suite! { @tests $scene;
            an_approved_payment_is_charged_once_and_told_from_the_record
            a_declined_payment_is_an_outcome_and_charges_nothing
            a_customer_who_walks_away_is_not_charged
            a_payment_stopped_at_the_terminal_is_not_charged
            a_tip_is_told_beside_the_amount
            the_next_payment_is_another_one
            a_payment_that_finds_nobody_listening_was_not_sent
            a_payment_cut_off_on_its_way_is_proved_unsent_by_look_ups
            a_payment_whose_answer_is_lost_is_found_and_charged_once
            a_payment_whose_answer_breaks_off_is_found_and_charged_once
            a_payment_taken_and_answered_with_a_failure_is_found_and_charged_once
            a_payment_nobody_heard_of_and_nobody_paid_ends_unpaid
            look_ups_without_an_answer_delay_the_verdict_and_never_turn_it
            a_process_that_died_around_sending_finds_out_what_became_of_it
            a_payment_delivered_twice_is_never_taken_for_unpaid
            a_paid_payment_is_not_hidden_by_its_unpaid_double
            a_payment_left_unpaid_does_not_hide_its_paid_double
            a_cancel_delivered_twice_stops_one_payment
            a_payment_cancelled_before_a_card_ends_unpaid
            a_cancel_without_an_answer_is_looked_up_before_anything_else
            a_cancel_that_loses_the_race_leaves_the_payment_paid
            a_card_presented_late_wins_over_the_wish_to_stop
            an_answer_that_comes_after_the_cancel_tells_the_truth
            cancelling_what_is_over_changes_nothing
            what_was_never_sent_is_not_found
            a_running_payment_is_told_as_running
            an_ended_payment_is_told_alike_however_often_it_is_asked
            looking_never_touches_money
            a_payment_answered_with_nonsense_is_found_and_charged_once
            nonsense_in_a_look_up_is_no_end
            a_wrong_value_in_a_record_never_turns_the_verdict
            a_partial_amount_is_for_a_person
            a_cancel_answered_with_nonsense_is_looked_up
            the_smallest_and_the_greatest_amount_are_charged_exactly
            amounts_a_float_would_bend_are_charged_exactly
            more_than_the_provider_takes_ends_unsent
            an_amount_of_nothing_or_less_is_never_sent
            a_reference_of_the_greatest_length_stays_whole
            a_purchase_is_given_back_in_full
            a_purchase_is_given_back_in_parts
            more_than_was_paid_is_not_given_back
            a_refund_whose_answer_is_lost_is_found_and_given_back_once
            a_refund_cut_off_on_its_way_is_proved_unsent_by_look_ups
            a_refund_delivered_twice_is_never_taken_for_unsent
            a_wrong_key_is_a_refusal_without_effect
            a_payment_refused_with_401_or_403_was_not_taken
            a_look_up_refused_with_401_or_403_is_no_end
            a_payment_that_comes_too_fast_ends_unsent_and_tells_how_long_to_wait
            a_look_up_that_comes_too_fast_is_no_end
        }
    };
    (@tests $scene:ty; $($story:ident)+) => {
        $(
            #[tokio::test]
            async fn $story() {
                $crate::stories::$story::<$scene>().await;
            }
        )+
    };
}

#[cfg(test)]
mod tests {
    /// A story that is not in the list would never be told.
    #[test]
    fn every_story_is_in_the_suite() {
        let list = include_str!("suite.rs");
        for stories in [
            include_str!("stories/ending.rs"),
            include_str!("stories/lost.rs"),
            include_str!("stories/twice.rs"),
            include_str!("stories/cancelling.rs"),
            include_str!("stories/inquiring.rs"),
            include_str!("stories/garbage.rs"),
            include_str!("stories/limits.rs"),
            include_str!("stories/refunding.rs"),
            include_str!("stories/refused.rs"),
        ] {
            let named = stories.lines().filter_map(|line| line.strip_prefix("pub async fn "));
            for story in named.filter_map(|rest| rest.split('<').next()) {
                assert!(list.lines().any(|line| line.trim() == story), "{story} is not in the suite");
            }
        }
    }
}
