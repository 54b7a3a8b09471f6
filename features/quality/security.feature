@quality
Feature: Safe from the curious and the malicious
  The portal knows who works where, who bought what, and how to get a discount. Those who would like
  to know that too, or to use the portal against its own visitors, get nowhere.

  Rule: What arranges tests is closed to everybody else

    @HUP-QUALITY-4
    Scenario Outline: Nothing is arranged with <credentials>
      When someone tries to arrange accounts and organizations with <credentials>
      Then every attempt is refused
      And no account has been made

      Examples:
        | credentials                                 |
        | no secret at all                            |
        | an empty secret                             |
        | a guessed secret                            |
        | the secret but for its last character       |
        | the secret as a password                    |
        | the secret in the address                   |
        | no secret, but the claim to be this machine |
        | the secret, at a site for everybody         |

  Rule: The portal leads nobody to a foreign site

    @HUP-QUALITY-5
    Scenario Outline: Nobody is sent to a foreign site by <door>
      Given a foreign site that wants the portal's visitors
      When someone is to be sent there by <door>
      Then the portal leads nobody away
      And the foreign site has never been asked for anything

      Examples:
        | door                                 |
        | signing in                           |
        | being signed in already              |
        | creating an account                  |
        | signing in on behalf of another site |
        | coming back from the sign-in         |
        | signing out                          |
        | signing in with a work account       |
        | choosing market and language         |
        | a mistyped address                   |

  Rule: Nothing is done in a visitor's name that the visitor has not done

    Background:
      Given an employee of an organization that qualifies
      And the employee has a personal account

    @HUP-QUALITY-6
    Scenario: A foreign site that signs the employee up
      When the employee strays to a foreign site that asks for the employee's confirmation link
      Then what the foreign site sent is refused
      And nothing reaches the employee's work inbox

    @HUP-QUALITY-6
    Scenario: A foreign site that confirms for the employee
      Given the employee has asked for a confirmation link
      When the employee strays to a foreign site that confirms the employee's link
      Then what the foreign site sent is refused
      And the employee's own link still works

    @HUP-QUALITY-6
    Scenario: A foreign site that has the employee buy for another account
      When the employee strays to a foreign site that signs the employee in to another account
      Then what the foreign site sent is refused
      And nobody is signed in in the employee's browser

    @HUP-QUALITY-6
    Scenario: A foreign site that signs the employee out
      Given the employee has come as far as the store
      When the employee strays to a foreign site that signs the employee out
      Then what the foreign site sent is refused
      And the employee is still signed in

    @HUP-QUALITY-6
    Scenario: A foreign site with a link for signing out
      Given the employee has come as far as the store
      When the employee follows a foreign site's link for signing out
      Then the employee is still signed in

    @HUP-QUALITY-6
    Scenario: A foreign site that buys for the employee
      Given the employee has opened the checkout of Microsoft 365 Family
      When the employee strays to a foreign site that pays at the employee's checkout
      Then what the foreign site sent is refused
      And the employee has bought nothing

  Rule: Nor is anything done in an administrator's name

    @HUP-QUALITY-6
    Scenario: A foreign site that takes an organization's domain away
      Given an administrator of an organization without Volume Licensing
      When the administrator strays to a foreign site that removes the company domain
      Then what the foreign site sent is refused
      And the domain is validated

    @HUP-QUALITY-6
    Scenario: A foreign site with a link for creating a directory account
      Given an administrator of an organization without a directory account
      When the administrator follows a foreign site's link for creating a directory account
      Then the organization still has no directory account

  Rule: A session is one person's, and ends with the visit

    Background:
      Given an employee of an organization that qualifies
      And the employee has a personal account

    @HUP-QUALITY-7
    Scenario: A session planted in the employee's browser
      Given someone has planted a session of their own in the employee's browser
      When the employee comes as far as the store
      Then that session opens nothing to whoever has it

    @HUP-QUALITY-7
    Scenario: A session copied while it lasted
      Given the employee has come as far as the store
      And someone has copied the employee's session
      When the employee signs out
      Then that session opens nothing to whoever has it

    @HUP-QUALITY-7
    Scenario: Signing out of one site is signing out of all
      Given the employee has come as far as the store
      And someone has copied the employee's session
      When the employee signs out of the account, and not of the store
      Then that session opens nothing to whoever has it
      And nobody is signed in in the employee's browser

    @HUP-QUALITY-7
    Scenario: The way back from the sign-in leads one person in, once
      Given someone overhears how the employee comes back from the sign-in
      When the employee comes as far as the store
      Then following the same way lets nobody else in

    @HUP-QUALITY-7
    Scenario: Signing out of the admin center is signing out of Store for Business
      Given an administrator of an organization with Volume Licensing
      And the administrator is signed in on Store for Business
      When the administrator signs out in the admin center
      Then the administrator is asked to sign in on Store for Business

  Rule: Nobody learns from the answers who is a customer
    That a personal account exists is no secret of a customer's: whoever creates one for an address
    that has one already is told.

    @HUP-QUALITY-9
    Scenario Outline: Trying out <address>
      Given an employee of an organization that qualifies
      When someone tries out <address>, and the employee's as often
      Then both are answered alike, to the letter and to the last attempt

      Examples:
        | address                                               |
        | an outlook.com box                                    |
        | an address at the domain of no customer               |
        | an address of a customer that does not qualify        |
        | an address at the organization's domain with a prefix |

    @HUP-QUALITY-9
    Scenario: Trying out passwords for a work account
      Given an administrator of an organization without Volume Licensing
      When someone tries to sign in with the administrator's work account, and with one that is nobody's
      Then both are answered alike, to the letter and to the last attempt
      And neither is answered faster
