@admin
Feature: Whose employees are eligible
  The domains that an organization has proven say who its employees are: whoever has an address on
  exactly one of these. Adding a domain makes its people eligible, removing it ends that, and a
  domain that merely resembles it never counts.

  Rule: Adding a domain makes its employees eligible

    @HUP-DOMAIN-1
    Scenario: Employees are eligible once the domain is proven
      Given an employee of an organization that has proven no domain
      And the employee's organization has an administrator
      When the administrator claims and proves the domain
      And the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And following it confirms the employee's eligibility

    @HUP-DOMAIN-1
    Scenario: A claim alone makes nobody eligible
      Given an employee of an organization that has proven no domain
      And the employee's organization has an administrator
      When the administrator claims the domain
      And the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

    @HUP-DOMAIN-1
    Scenario Outline: A domain is the same domain <spelling>
      Given an employee of an organization that has proven no domain
      And the employee's organization has an administrator
      When the administrator claims and proves the domain, written <spelling>
      And the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And the domain is validated

      Examples:
        | spelling              |
        | in capitals           |
        | with a dot at the end |

    @HUP-DOMAIN-1
    Scenario: A domain in another script is shown as it is written and as DNS has it
      Given an employee of an organization with a domain in another script, that it has not proven
      And the employee's organization has an administrator
      When the administrator claims and proves the domain
      And the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And the domain is shown in both spellings

    @HUP-DOMAIN-1
    Scenario: A domain in another script is the same domain in capitals
      Given an employee of an organization with a domain in another script, that it has not proven
      And the employee's organization has an administrator
      When the administrator claims and proves the domain, written in capitals
      And the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"

    @HUP-DOMAIN-1
    Scenario: A domain that only begins like one in another script is shown as DNS has it
      Given an administrator who has claimed a domain that stands for none in another script
      When the administrator creates the record that is asked for
      And the administrator verifies the domain
      Then the domain is validated

    @HUP-DOMAIN-1
    Scenario: A domain can be as long as DNS allows
      Given an administrator who has claimed a domain of 253 characters
      When the administrator creates the record that is asked for
      And the administrator verifies the domain
      Then the domain is validated

    @HUP-DOMAIN-1
    Scenario Outline: What cannot be claimed: <entry>
      Given an administrator of an organization without Volume Licensing
      When the administrator tries to claim <entry>
      Then the administrator is told that <reason>
      And nothing is claimed

      Examples:
        | entry                         | reason                                  |
        | an email address              | a domain alone is asked for             |
        | a web address                 | a domain alone is asked for             |
        | a domain of 254 characters    | a domain alone is asked for             |
        | a domain with a picture in it | a domain alone is asked for             |
        | the end of a domain           | a whole domain is asked for             |
        | gmail.com                     | it belongs to a public mail service     |
        | the domain once more          | the organization has the domain already |

  Rule: Removing a domain ends it

    @HUP-DOMAIN-1
    Scenario: Employees are no longer eligible once the domain is removed
      Given an employee of an organization that qualifies
      And the employee's organization has an administrator
      When the administrator removes the domain
      And the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

    @HUP-DOMAIN-1
    Scenario: A link that was sent before is refused
      Given an employee of an organization that qualifies
      And the employee has asked for a confirmation link
      And the employee's organization has an administrator
      When the administrator removes the domain
      And the employee follows the link and confirms
      Then the link is refused because the employee is no longer eligible

    @HUP-DOMAIN-1
    Scenario: The store is closed, and what was bought stays
      Given an employee of an organization that qualifies
      And the employee has a personal account
      And the employee has bought Microsoft 365 Family
      And the employee's organization has an administrator
      When the administrator removes the domain
      Then the store shows the employee no discount
      And the employee still finds the order of Microsoft 365 Family

    @HUP-DOMAIN-1
    Scenario: Removing one domain leaves the others
      Given an employee of an organization that qualifies
      And the employee's organization has an administrator
      And the administrator has proven a second domain
      When the administrator removes the second domain
      And the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"

    @HUP-DOMAIN-1
    Scenario: An administrator who thinks better of it removes nothing
      Given an employee of an organization that qualifies
      And the employee's organization has an administrator
      When the administrator is about to remove the domain, and keeps it
      And the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And the domain is validated

  Rule: A domain that resembles it never counts

    @HUP-DOMAIN-1
    Scenario Outline: No benefit through a look-alike that somebody else has proven: <address>
      Given an employee of an organization that qualifies
      And an organization that does not qualify has proven the domain of <address>
      When someone signs up with <address>
      Then the answer is the one that every address gets
      And no confirmation link is sent to that address

      Examples:
        | address                                               |
        | an address at a subdomain of the organization         |
        | an address at the organization's domain with a prefix |
        | an address at the organization's domain with a suffix |

    @HUP-DOMAIN-1
    Scenario: A look-alike whose organization qualifies lends its benefit to nobody else
      Given an employee of an organization that does not qualify
      And an organization that qualifies has proven the domain of an address at a subdomain of the organization
      When the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

  Rule: What stands before the at sign makes no difference to whose employee it is

    @HUP-DOMAIN-1
    Scenario Outline: An address with <part> is as good as any
      Given an employee whose address has <part>, of an organization that qualifies
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

      Examples:
        | part                        |
        | a plus tag                  |
        | an apostrophe               |
        | capital letters             |
        | 64 characters before the at |
        | 254 characters in all       |

    @HUP-DOMAIN-1 @HUP-ELIGIBLE-8
    Scenario Outline: An address with <name> cannot be reached, and is told so
      Given an employee of an organization that qualifies
      When someone enters an address with <name>
      Then the visitor is told that no mail can be sent there
      And no mail is sent anywhere for it

      Examples:
        | name                     |
        | a name in quotes         |
        | a name in another script |
