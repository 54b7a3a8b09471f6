@quality
Feature: Every page, for everyone
  People read with screen readers, at four times the size, in the dark, and on the phones in their
  pockets. Every page that one can come to, refusals included, meets WCAG 2.2 on levels A and AA,
  and fits the width of a phone. Whoever comes to one here has an address as long as addresses can
  be: where that fits, others do.

  Rule: Nobody is shut out, and nobody scrolls sideways

    @HUP-QUALITY-1 @HUP-QUALITY-3
    Scenario Outline: Everyone can use <page>
      When someone comes to <page>
      Then nobody is shut out of it, on a phone or at a desk, in light or in dark
      And it fits the width of a phone
      And it says on a phone what it says at a desk

      Examples: the program
        | page                                |
        | the program page                    |
        | the sign-up                         |
        | the sign-up that refuses an address |
        | the answer to a sign-up             |
        | the answer to asking too often      |
        | the confirmation                    |
        | a link that was used                |
        | a link that has expired             |
        | a link that was replaced            |
        | a link that never was               |
        | a link of a domain that was removed |
        | a benefit that is another account's |
        | help                                |
        | the employee questions              |
        | the purchase questions              |
        | technical help                      |
        | the criteria for organizations      |
        | the criteria that refuse a count    |
        | the resources                       |
        | a language without material         |

      Examples: the personal account
        | page                                       |
        | the sign-in                                |
        | the sign-in on the way to the store        |
        | the sign-in that refuses a password        |
        | the creation of an account                 |
        | the creation of an account that is refused |
        | one's own account                          |
        | the way out                                |
        | the goodbye                                |

      Examples: the store
        | page                                     |
        | the discounts                            |
        | the store without the benefit            |
        | the other Office products                |
        | the checkout                             |
        | the checkout that refuses card details   |
        | the checkout after a declined card       |
        | the checkout of a price that has changed |
        | the receipt                              |
        | the installation                         |
        | the installation before the first order  |
        | one's orders                             |
        | one's orders before the first            |

      Examples: the markets
        | page                                    |
        | the choice of market and language       |
        | a choice that was not kept              |
        | all markets                             |
        | a market without the program            |
        | the store of China                      |
        | the store of Hong Kong                  |
        | the checkout of a term that has changed |
        | a product that the market does not have |

      Examples: the sites of administrators
        | page                                                 |
        | the sign-in with a work account                      |
        | the sign-in that refuses a work account              |
        | the way out of a work account                        |
        | the goodbye to a work account                        |
        | the admin center                                     |
        | the business subscriptions                           |
        | the benefits in the admin center                     |
        | the benefit in the admin center                      |
        | the benefit of an organization that does not qualify |
        | the domains in the admin center                      |
        | a domain to prove                                    |
        | a domain that is refused                             |
        | a proof that fails                                   |
        | the removal of a domain                              |
        | the way from the admin center to Store for Business  |
        | Store for Business                                   |
        | the benefits on Store for Business                   |
        | the benefits to manage                               |
        | the benefit on Store for Business                    |
        | the domains on Store for Business                    |
        | the way from Store for Business to the admin center  |
        | the want of a directory account                      |
        | the want of a proven domain                          |
        | the refusal of an administrator                      |
        | the support of administrators                        |
        | the support of the Volume Licensing Service Center   |
        | the support of Store for Business                    |

      Examples: what went wrong
        | page                                   |
        | a page that there is not               |
        | a site that there is not               |
        | a form out of date                     |
        | a sign-in that did not work            |
        | a request to sign in that is not valid |
