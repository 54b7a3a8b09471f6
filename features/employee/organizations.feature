@employee
Feature: Which organizations qualify
  What an employer has bought, and what kind of customer it is, decides whether its employees
  get the discount. They learn the verdict from an email that answers their request.

  Rule: Software Assurance qualifies while it is active

    @HUP-ELIGIBLE-1
    Scenario Outline: Active Software Assurance makes <customer> eligible
      Given an employee of <customer> with active Software Assurance
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

      Examples:
        | customer              |
        | a commercial customer |
        | a government customer |

    @HUP-ELIGIBLE-1
    Scenario Outline: No longer eligible: <customer> with <holdings>
      Given an employee of <customer> with <holdings>
      When the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

      Examples:
        | customer              | holdings                                        |
        | a commercial customer | lapsed Software Assurance                       |
        | a commercial customer | 1,999 E3 licenses and lapsed Software Assurance |

    @HUP-ELIGIBLE-1 @HUP-ELIGIBLE-3
    Scenario: Software Assurance that has lapsed takes nothing away from a customer with enough licenses
      Given an employee of a commercial customer with 2,000 E3 licenses and lapsed Software Assurance
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

  Rule: A subscription that came from Software Assurance qualifies at any count

    @HUP-ELIGIBLE-2
    Scenario Outline: Eligible through Software Assurance: <customer> with <holdings>
      Given an employee of <customer> with <holdings>
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

      Examples:
        | customer              | holdings                                                           |
        | a commercial customer | 1 E3 license from Software Assurance                               |
        | a commercial customer | 1 Microsoft 365 license from Software Assurance                    |
        | a commercial customer | 1 E3 license from Software Assurance and lapsed Software Assurance |
        | a government customer | 1 E5 license from Software Assurance                               |

    @HUP-ELIGIBLE-2 @HUP-ELIGIBLE-3
    Scenario: The same single license, bought in the ordinary way, does not qualify
      Given an employee of a commercial customer with 1 E3 license
      When the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

  Rule: Business and government need 2,000 licenses of E3 and E5 together

    @HUP-ELIGIBLE-3
    Scenario Outline: A commercial customer with <licenses> licenses qualifies
      Given an employee of a commercial customer with <licenses> licenses
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

      Examples:
        | licenses                  |
        | 2,000 E3                  |
        | 2,000 E5                  |
        | 2,001 E3                  |
        | 1,200 E3 and 800 E5       |
        | 1 E3, 1,999 E5 and 300 F3 |
        | 100,000,000 E5            |

    @HUP-ELIGIBLE-3
    Scenario Outline: A commercial customer with <licenses> licenses does not qualify
      Given an employee of a commercial customer with <licenses> licenses
      When the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

      Examples: too few, alone or together
        | licenses            |
        | 1,999 E3            |
        | 1,999 E5            |
        | 1,199 E3 and 800 E5 |

      Examples: enough, but of plans that do not count
        | licenses                        |
        | 5,000 E1                        |
        | 1,999 E3 and 5,000 F3           |
        | 1,999 E5 and 1 Business Premium |
        | 100,000,000 Business Premium    |

    @HUP-ELIGIBLE-4
    Scenario Outline: A government customer with <licenses> licenses qualifies
      Given an employee of a government customer with <licenses> licenses
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

      Examples:
        | licenses            |
        | 2,000 E3            |
        | 1,200 E3 and 800 E5 |

    @HUP-ELIGIBLE-4
    Scenario Outline: A government customer with <licenses> licenses does not qualify
      Given an employee of a government customer with <licenses> licenses
      When the employee asks for a confirmation link
      Then the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

      Examples:
        | licenses              |
        | 1,999 E3              |
        | 1,999 E5 and 5,000 E1 |

  Rule: Education and non-profit qualify at any count

    @HUP-ELIGIBLE-5
    Scenario Outline: Eligible at any count: <customer> with <licenses>
      Given an employee of <customer> with <licenses>
      When the employee asks for a confirmation link
      Then the mail's subject is "You're eligible for the Microsoft Home Use Program"
      And a confirmation link reaches the employee's work inbox

      Examples:
        | customer              | licenses     |
        | an education customer | no licenses  |
        | an education customer | 1 E1 license |
        | a non-profit customer | no licenses  |
        | a non-profit customer | 1 E3 license |

  Rule: Whoever is not eligible learns it from the email, and from nothing else

    @HUP-ELIGIBLE-6
    Scenario Outline: The page gives nothing away about <customer> with <holdings>
      Given an employee of <customer> with <holdings>
      When the employee asks for a confirmation link
      Then the answer is the one that every address gets
      And the mail's subject is "You're not eligible for the Microsoft Home Use Program"
      And the mail has no confirmation link

      Examples:
        | customer              | holdings                  |
        | a commercial customer | no licenses               |
        | a government customer | lapsed Software Assurance |

  Rule: Anyone can find out beforehand what decides

    @HUP-ELIGIBLE-1 @HUP-ELIGIBLE-3 @HUP-ELIGIBLE-4 @HUP-ELIGIBLE-5
    Scenario Outline: Told beforehand: <customer> <verdict>
      When a visitor looks at the criteria for organizations
      And the visitor asks about <customer>
      Then the visitor is told that it <verdict>: "<reason>"

      Examples:
        | customer                                                  | verdict          | reason                                            |
        | a commercial customer with 1,200 E3 and 800 E5 licenses   | qualifies        | E3 and E5 licenses together: 2,000                |
        | a government customer with 1,999 E3 and 5,000 F3 licenses | does not qualify | Licenses of other plans do not count              |
        | a commercial customer with lapsed Software Assurance      | does not qualify | Software Assurance that has lapsed does not count |
        | a non-profit customer with no licenses                    | qualifies        | any number of licenses is enough                  |
