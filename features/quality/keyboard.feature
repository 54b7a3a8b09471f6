@quality
Feature: By keyboard alone
  Some people have no use of a mouse. The keyboard takes them to all that can be done, in a
  sensible order; they see at any time where they are; and what went wrong is where they are taken.

  Rule: The keyboard gets as far as the mouse

    @HUP-QUALITY-2
    Scenario: A purchase without a mouse
      Given an employee of an organization that qualifies
      And the employee has a personal account
      When by keyboard alone the employee signs up
      And by keyboard alone the employee confirms and signs in
      And by keyboard alone the employee buys Microsoft 365 Family
      Then the employee is given an order number
      And one could see at any time where one was

    @HUP-QUALITY-2
    Scenario: The administrator's way to the benefit without a mouse
      Given an administrator of an organization without Volume Licensing
      When by keyboard alone the administrator signs in in the admin center
      And by keyboard alone the administrator goes to the benefit
      Then the administrator manages the organization's benefit in the admin center
      And one could see at any time where one was

    @HUP-QUALITY-2
    Scenario Outline: No need to go through what is always the same: <place>
      When someone comes to <place>
      Then the first key leads past what is always the same
      And the next key goes on from there

      Examples:
        | place            |
        | the program page |
        | the sign-in      |
        | the discounts    |
        | the admin center |

  Rule: What went wrong is where one is taken

    @HUP-QUALITY-2
    Scenario Outline: From the complaint to what is to be corrected: <place>
      When someone comes to <place>
      Then the keyboard is at the complaint
      And one key further leads to what is to be corrected

      Examples:
        | place                                      |
        | the sign-up that refuses an address        |
        | the creation of an account that is refused |
        | the checkout that refuses card details     |

    @HUP-QUALITY-2
    Scenario Outline: From the complaint to another try: <place>
      When someone comes to <place>
      Then the keyboard is at the complaint
      And the next key leads to where one tries again

      Examples:
        | place                               |
        | the sign-in that refuses a password |
        | the checkout after a declined card  |
