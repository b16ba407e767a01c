namespace Orleans.CodeGeneration;

/// <summary>How a call is scheduled and answered.</summary>
[Flags]
public enum InvokeMethodOptions
{
    /// <summary>One at a time, with an answer.</summary>
    None = 0,

    /// <summary>Without an answer.</summary>
    OneWay = 1 << 0,

    /// <summary>May run beside other read-only calls.</summary>
    ReadOnly = 1 << 1,

    /// <summary>May run beside any call.</summary>
    AlwaysInterleave = 1 << 2,

    /// <summary>No effect.</summary>
    Unordered = 1 << 3,
}
