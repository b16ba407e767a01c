namespace Freehold.Core.Labels.Scanning;

/// <summary>What a known word says about the numbers and names around it. A word may be several things.</summary>
[Flags]
internal enum WordClass : ulong
{
    None = 0,
    Month = 1UL << 0,

    /// <summary>A month that is as often another word or a name: it counts beside a number only.</summary>
    WeakMonth = 1UL << 1,
    Weekday = 1UL << 2,

    /// <summary>A weekday's short form that is as often another word: it counts beside a date only.</summary>
    WeakWeekday = 1UL << 3,
    YearCue = 1UL << 4,
    OrdinalSuffix = 1UL << 5,

    /// <summary>Joins the parts of a date or of an address: of, de, del, the.</summary>
    Joiner = 1UL << 6,
    Meridiem = 1UL << 7,
    TimeZone = 1UL << 8,
    TimeCue = 1UL << 9,
    AgeUnit = 1UL << 10,
    AgeCue = 1UL << 11,
    Old = 1UL << 12,
    PhoneCue = 1UL << 13,
    ExtensionCue = 1UL << 14,

    /// <summary>Names a number that is no phone number: order, invoice, serial.</summary>
    ReferenceCue = 1UL << 15,

    /// <summary>What numbers count or measure: kg, dollars, tokens.</summary>
    Unit = 1UL << 16,
    CardCue = 1UL << 17,
    SsnCue = 1UL << 18,
    DriverCue = 1UL << 19,
    LicenseCue = 1UL << 20,
    PostcodeCue = 1UL << 21,
    VersionCue = 1UL << 22,
    StreetSuffix = 1UL << 23,
    StreetPrefix = 1UL << 24,
    UnitDesignator = 1UL << 25,
    StateCode = 1UL << 26,
    NationalIdCue = 1UL << 27,
    SecretCue = 1UL << 28,
    SiteCue = 1UL << 29,

    /// <summary>Stands between a cue and what it names: is, number, my.</summary>
    Filler = 1UL << 30,

    /// <summary>Direction within a street's name: North, NW.</summary>
    Direction = 1UL << 31,
    Country = 1UL << 32,
    BornCue = 1UL << 33,
    Being = 1UL << 34,
    LifeCue = 1UL << 35,
    PostBox = 1UL << 36,
}
