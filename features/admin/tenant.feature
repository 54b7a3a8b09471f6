@admin
Feature: Taking charge of a tenant
  An administrator proves that the company domain is the organization's own, by creating a given
  record in the DNS of that very domain. Until then the tenant is unmanaged; and whenever the proof
  fails, the administrator learns why, and what to do about it.

  Rule: The record in the domain's DNS is the proof

    @HUP-TENANT-2
    Scenario Outline: An administrator takes charge of a tenant <site>
      Given an administrator of an organization <licensing> Volume Licensing that has proven no domain
      When the administrator claims the company domain <site>
      And the administrator creates the record that is asked for
      And the administrator verifies the domain
      And the administrator looks for the benefit <site>
      Then the administrator manages the organization's benefit <site>

      Examples:
        | licensing | site                  |
        | with      | on Store for Business |
        | without   | in the admin center   |

    @HUP-TENANT-2
    Scenario Outline: The record is found <where>
      Given an administrator who has claimed the company domain
      And the record is in the domain's DNS, <where>
      When the administrator verifies the domain
      Then the administrator is told that the tenant is managed now
      And the domain is validated

      Examples:
        | where                                 |
        | alone                                 |
        | among ten others                      |
        | divided into two strings              |
        | in an answer too long for one packet  |
        | in an answer that is cut off at first |
        | in an answer that takes half a second |

  Rule: Nothing else is

    @HUP-TENANT-2
    Scenario Outline: Still unmanaged with <dns>
      Given an administrator who has claimed the company domain
      And there is <dns> in DNS
      When the administrator verifies the domain
      Then the administrator is told that <reason>
      And the administrator is advised to <advice>
      And the tenant is still unmanaged

      Examples: no record
        | dns                      | reason                   | advice             |
        | no such domain           | DNS knows no such domain | check the spelling |
        | no record for the domain | the domain has no record | create the record  |

      Examples: a wrong value
        | dns                                 | reason                    | advice         |
        | another value                       | the value is not there    | copy the value |
        | a value that ends too early         | the value is not there    | copy the value |
        | a value that goes on                | the value is not there    | copy the value |
        | the value, divided into two records | the value is not there    | copy the value |
        | the value, in quotation marks       | the value is nearly right | copy the value |
        | the value, in capital letters       | the value is nearly right | copy the value |

      Examples: the record on another domain
        | dns                                           | reason                          | advice                         |
        | the record below the domain, on www           | the record is on another domain | create it on the domain itself |
        | the record on the domain, named twice         | the record is on another domain | create it on the domain itself |
        | the record on the organization's other domain | the record is on another domain | create it on the domain itself |

      Examples: DNS in trouble
        | dns                           | reason                          | advice                          |
        | a server that fails           | the DNS server failed           | turn to whoever runs the server |
        | a server that never answers   | the answer did not come in time | try again later                 |
        | the record, a minute too late | the answer did not come in time | try again later                 |

    @HUP-TENANT-2
    Scenario: Still unmanaged with the record on the domain above
      Given an administrator who has claimed a domain below the company domain
      And there is the record on the domain above in DNS
      When the administrator verifies the domain
      Then the administrator is told that the record is on another domain
      And the administrator is advised to create it on the domain itself
      And the tenant is still unmanaged

    @HUP-TENANT-2
    Scenario: Still unmanaged with the record on www of a domain that leaves no room for more
      Given an administrator who has claimed a domain of 249 characters
      And there is the record below the domain, on www in DNS
      When the administrator verifies the domain
      Then the administrator is told that the record is on another domain
      And the tenant is still unmanaged

    @HUP-TENANT-2
    Scenario: Still unmanaged with another value on the longest of domains
      Given an administrator who has claimed a domain of 253 characters
      And there is another value in DNS
      When the administrator verifies the domain
      Then the administrator is told that the value is not there
      And the tenant is still unmanaged

    @HUP-TENANT-2
    Scenario: Of many values the likeliest are shown
      Given an administrator who has claimed the company domain
      And there is another value in DNS
      When the administrator verifies the domain
      Then 5 of the 11 values are shown, and first the one that is most like the record

    @HUP-TENANT-2
    Scenario Outline: A value of <length> characters is shown <how far>
      Given an administrator who has claimed the company domain
      And there is a value of <length> characters in DNS
      When the administrator verifies the domain
      Then the value is shown <how far>

      Examples:
        | length | how far                       |
        | 120    | as a whole                    |
        | 121    | as far as its 120th character |

    @HUP-TENANT-2
    Scenario: What was found is shown as it is, and does nothing
      Given an administrator who has claimed the company domain
      And there is a value with markup and letters of another script in DNS
      When the administrator verifies the domain
      Then what was found is shown to the last character

    @HUP-TENANT-2
    Scenario: A proof that failed does not stand in the way of a good one
      Given an administrator who has claimed the company domain
      And the administrator has tried to verify the domain without a record
      When the administrator creates the record that is asked for
      And the administrator verifies the domain
      Then the domain is validated

  Rule: The first proof stands

    @HUP-TENANT-3
    Scenario: A domain that is proven cannot be claimed by another organization
      Given an administrator who has proven the company domain
      When another organization's administrator tries to claim the domain
      Then that administrator is told that the domain is another organization's
      And the domain is validated

    @HUP-TENANT-3
    Scenario: Of two organizations that claim a domain, the first to prove it has it
      Given an administrator who has claimed the company domain
      And another organization's administrator has claimed the domain too
      And the records of both are in the domain's DNS
      When the administrator verifies the domain
      And the other organization's administrator verifies the domain
      Then that administrator is told that the domain is another organization's
      And the other organization's tenant is still unmanaged

    @HUP-TENANT-3
    Scenario: The record of one organization proves nothing for another
      Given an administrator who has claimed the company domain
      And another organization's administrator has claimed the domain too
      And the record is in the domain's DNS, alone
      When the other organization's administrator verifies the domain
      Then that administrator is told that the value is not there
      And the other organization's tenant is still unmanaged

    @HUP-TENANT-3
    Scenario: A claim without a proof keeps nobody out
      Given an administrator who has claimed the company domain
      When another organization's administrator claims and proves the domain
      And the administrator verifies the domain
      Then the administrator is told that the domain is another organization's
      And the tenant is still unmanaged

    @HUP-TENANT-3
    Scenario: A domain that is given up is free for another organization
      Given an administrator who has proven the company domain
      And the administrator has removed the domain
      When another organization's administrator claims and proves the domain
      Then the domain is validated for the other organization
