@admin
Feature: Administrators of that organization only
  What an organization's administrators see and do is theirs alone. Employees and administrators of
  other organizations are kept out, whether they follow the navigation or type an address, and learn
  who gets in.

  Rule: Nobody else gets in by following the navigation

    @HUP-ACCESS-4
    Scenario Outline: An employee who signs in <site> gets no further
      Given an administrator of an organization <licensing> Volume Licensing
      When an employee of the organization signs in <site>
      Then the employee is told that only administrators get in
      And nothing of the organization is given away

      Examples:
        | licensing | site                  |
        | with      | on Store for Business |
        | without   | in the admin center   |

    @HUP-ACCESS-4
    Scenario: Another organization's administrator finds nothing but their own
      Given an administrator of an organization with Volume Licensing
      When another organization's administrator looks everywhere on both sites
      Then nothing of the organization is anywhere to be seen

  Rule: Nobody else gets in by address

    @HUP-ACCESS-4
    Scenario Outline: Kept out <site>: <outsider>
      Given an administrator of an organization <licensing> Volume Licensing
      When <outsider> types each of the organization's addresses <site>
      Then each is refused, with the reason that only administrators get in
      And nothing of the organization is given away

      Examples:
        | outsider                             | licensing | site                  |
        | an employee of the organization      | with      | on Store for Business |
        | an employee of the organization      | without   | in the admin center   |
        | another organization's administrator | with      | on Store for Business |
        | another organization's administrator | without   | in the admin center   |

    @HUP-ACCESS-4
    Scenario Outline: A visitor types the organization's addresses <site>
      Given an administrator of an organization <licensing> Volume Licensing
      When a visitor types each of the organization's addresses <site>
      Then each asks for a work account first
      And nothing of the organization is given away

      Examples:
        | licensing | site                  |
        | with      | on Store for Business |
        | without   | in the admin center   |

    @HUP-ACCESS-4
    Scenario Outline: An administrator who types an address <site> comes there after signing in
      Given an administrator of an organization <licensing> Volume Licensing
      When the administrator types the address of the benefit <site> and signs in
      Then the administrator manages the organization's benefit <site>

      Examples:
        | licensing | site                  |
        | with      | on Store for Business |
        | without   | in the admin center   |

    @HUP-ACCESS-4
    Scenario: An address of no organization gets the answer of another organization's
      Given an administrator of an organization without Volume Licensing
      When another organization's administrator types an address of the organization and one of nobody's
      Then each is refused, with the reason that only administrators get in
      And the answers are the same, word for word

  Rule: Nobody else does anything in the organization's name

    @HUP-ACCESS-4 @HUP-TENANT-1
    Scenario: Another organization's administrator tries to create the directory account
      Given an administrator of an organization without a directory account
      When another organization's administrator tries to create the organization's directory account
      Then that administrator is told that only administrators get in
      And the organization still has no directory account

    @HUP-ACCESS-4 @HUP-DOMAIN-1
    Scenario Outline: Another organization's administrator tries to remove the domain at <address>
      Given an administrator who has proven the company domain
      When another organization's administrator tries to remove the domain at <address>
      Then the domain is validated

      Examples:
        | address                               |
        | the organization's address            |
        | the address of their own organization |
