@admin
Feature: Support for administrators
  There are two kinds of support, and whoever needs help is led to the right one: the one of the
  Volume Licensing Service Center from outside, the one of Store for Business from within.

  Rule: Who cannot migrate, or cannot get in, is led to the support of the Volume Licensing Service Center

    @HUP-SUPPORT-1
    Scenario: An administrator who cannot sign in
      Given an administrator of an organization with Volume Licensing
      When the administrator forgets the password at Store for Business
      And the administrator looks for help there
      Then the administrator finds Volume Licensing Service Center support
      And it is for those who cannot migrate from the Volume Licensing Service Center or cannot get in

    @HUP-SUPPORT-1
    Scenario: An administrator who is refused
      Given an administrator of an organization with Volume Licensing
      When the administrator is refused at another organization's benefit on Store for Business
      And the administrator looks for help there
      Then the administrator finds Volume Licensing Service Center support

    @HUP-SUPPORT-1
    Scenario: A visitor who looks for support finds both kinds without signing in
      When a visitor looks for support on Store for Business
      Then the visitor is led from there to Volume Licensing Service Center support
      And the visitor is led from there to Store for Business administrator support

  Rule: Who is in, but cannot see the benefit, is led to the support of Store for Business

    @HUP-SUPPORT-2
    Scenario Outline: An administrator who misses the benefit among <place>
      Given an administrator of an organization with Volume Licensing
      When the administrator misses something among <place>
      Then the administrator finds Store for Business administrator support
      And it is for those who are in and cannot see the benefit

      Examples:
        | place                  |
        | the benefits           |
        | the benefits to manage |
        | the benefit's details  |
