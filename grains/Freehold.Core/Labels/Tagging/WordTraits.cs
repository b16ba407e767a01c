namespace Freehold.Core.Labels.Tagging;

/// <summary>In which lists a word is.</summary>
[Flags]
internal enum WordTraits : ushort
{
    None = 0,
    Common = 1,
    Given = 2,
    Surname = 4,
    City = 8,
    Country = 16,
    Nationality = 32,
    Street = 64,
    Company = 128,
    Job = 256,
    Calendar = 512,
    Honorific = 1024,

    /// <summary>Lists that make a word worth a look even where it is also a common one and begins a sentence.</summary>
    Names = Given | Surname | City | Country | Nationality,
}
