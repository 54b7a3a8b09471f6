@admin
Feature: The administrator's way to the benefit
  Customers with Volume Licensing manage the benefit on Store for Business, all others in the admin
  center. Whoever tries the door meant for the others is shown to the right one.

  Rule: There is one way for each

    @HUP-ACCESS-1 @HUP-TENANT-1
    Scenario: A customer with Volume Licensing manages the benefit on Store for Business
      Given an administrator of an organization with Volume Licensing
      When the administrator follows Benefits > Manage > Microsoft Home Use Program on Store for Business
      Then the administrator manages the organization's benefit on Store for Business
      And the benefit is said to cover Microsoft 365 Family and Microsoft 365 Personal
      And the organization is said to qualify by 2,000 or more licenses
      And its licensing records are said to be connected through the directory account
      And the way to material that promotes the program is shown

    @HUP-ACCESS-2
    Scenario: A customer without Volume Licensing manages the benefit in the admin center
      Given an administrator of an organization without Volume Licensing
      When the administrator follows Billing > Your products, the Benefits tab and the HUP tab in the admin center
      Then the administrator manages the organization's benefit in the admin center
      And the benefit is said to cover Microsoft 365 Family and Microsoft 365 Personal
      And the organization is said to qualify by 2,000 or more licenses
      And the way to material that promotes the program is shown

  Rule: Who tries the other door is shown to the right one

    @HUP-ACCESS-3
    Scenario Outline: Shown to Store for Business: <customer> with Volume Licensing
      Given an administrator of <customer> with Volume Licensing
      When the administrator looks for the benefit in the admin center
      Then the administrator is told that the benefit is on Store for Business
      And the way that is shown leads to the benefit on Store for Business

      Examples:
        | customer              |
        | a commercial customer |
        | a government customer |
        | an education customer |
        | a non-profit customer |

    @HUP-ACCESS-3
    Scenario Outline: Shown to the admin center: <customer> without Volume Licensing
      Given an administrator of <customer> without Volume Licensing
      When the administrator looks for the benefit on Store for Business
      Then the administrator is told that the benefit is in the admin center
      And the way that is shown leads to the benefit in the admin center

      Examples:
        | customer              |
        | a commercial customer |
        | a government customer |
        | an education customer |
        | a non-profit customer |

    @HUP-ACCESS-3
    Scenario: An administrator who types the address of the domains is shown to the admin center, too
      Given an administrator of an organization without Volume Licensing
      When the administrator types the address of the domains on Store for Business and signs in
      Then the administrator is told that the benefit is in the admin center
      And the way that is shown leads to the benefit in the admin center
