namespace Freehold.Storage.Outcomes;

/// <summary>What one event and one read may measure, the same for every store.</summary>
public static class OutcomeLogBounds
{
    /// <summary>Longest id of an outcome or of feedback: 1 to 200 visible ASCII characters.</summary>
    public const int MaxIdLength = 200;

    /// <summary>Largest event, in bytes of its stored form.</summary>
    public const int MaxEventBytes = 1 << 20;

    /// <summary>Most events of one read.</summary>
    public const int MaxReadEvents = 1_000;
}
