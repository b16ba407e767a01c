namespace Freehold.Contracts.Tenancy;

/// <summary>
/// How sensitive a request is, weakest first. Decided once at admission; on the way it may get stricter, never weaker.
/// Where it cannot be computed, <see cref="Restricted"/> holds.
/// </summary>
[GenerateSerializer, Alias("freehold.SensitivityLabel")]
public enum SensitivityLabel
{
    /// <summary>May be known to anyone.</summary>
    Public = 0,

    /// <summary>For the enterprise and those who work for it.</summary>
    Internal = 1,

    /// <summary>For named circles in the enterprise.</summary>
    Confidential = 2,

    /// <summary>Must not leave the machine it is on.</summary>
    Restricted = 3,
}
