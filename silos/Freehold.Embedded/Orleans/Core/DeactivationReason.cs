namespace Orleans;

/// <summary>Why an activation is deactivated.</summary>
public readonly struct DeactivationReason
{
    /// <summary>A reason without an exception.</summary>
    public DeactivationReason(DeactivationReasonCode code, string text) : this(code, null, text)
    {
    }

    /// <summary>A reason with the exception that caused it.</summary>
    public DeactivationReason(DeactivationReasonCode code, Exception? exception, string text)
    {
        ReasonCode = code;
        Exception = exception;
        Description = text;
    }

    /// <summary>For the log.</summary>
    public string Description { get; }

    /// <summary>The kind.</summary>
    public DeactivationReasonCode ReasonCode { get; }

    /// <summary>The cause, if any.</summary>
    public Exception? Exception { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        Exception is null ? $"{ReasonCode}: {Description}" : $"{ReasonCode}: {Description}. Exception: {Exception}";
}

/// <summary>The kinds of <see cref="DeactivationReason"/>; those of a cluster are never given here.</summary>
[GenerateSerializer]
public enum DeactivationReasonCode : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>The process stops.</summary>
    ShuttingDown,

    /// <summary>Activating failed.</summary>
    ActivationFailed,

    /// <summary>Cluster only.</summary>
    DirectoryFailure,

    /// <summary>Not called for longer than its collection age.</summary>
    ActivationIdle,

    /// <summary>Cluster only.</summary>
    ActivationUnresponsive,

    /// <summary>Cluster only.</summary>
    DuplicateActivation,

    /// <summary>Cluster only.</summary>
    IncompatibleRequest,

    /// <summary>The grain failed in a way that makes its memory doubtful, as a stale ETag does.</summary>
    ApplicationError,

    /// <summary>The grain asked for it.</summary>
    ApplicationRequested,

    /// <summary>Cluster only.</summary>
    Migrating,

    /// <summary>The runtime asked for it.</summary>
    RuntimeRequested,

    /// <summary>Cluster only.</summary>
    HighMemoryPressure,
}
