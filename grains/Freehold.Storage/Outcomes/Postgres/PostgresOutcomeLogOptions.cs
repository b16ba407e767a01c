using Freehold.Storage.Transcripts;

namespace Freehold.Storage.Outcomes.Postgres;

/// <summary>Bounds of the PostgreSQL outcome log.</summary>
public sealed class PostgresOutcomeLogOptions
{
    /// <summary>Most appends that are not committed yet; over it, appends are refused.</summary>
    /// <value>Default 8,192; at least 1.</value>
    public int MaxPendingAppends { get; set; } = 8_192;

    /// <summary>Most bytes of events that are not committed yet; over it, appends are refused.</summary>
    /// <value>Default 64 MiB; at least <see cref="OutcomeLogBounds.MaxEventBytes"/>.</value>
    public long MaxPendingBytes { get; set; } = 64L << 20;

    /// <summary>Most appends of one transaction.</summary>
    /// <value>Default 256; at least 1.</value>
    public int MaxGroup { get; set; } = 256;

    /// <summary>Bytes of events after which a transaction takes no more.</summary>
    /// <value>Default 8 MiB; at least <see cref="OutcomeLogBounds.MaxEventBytes"/>.</value>
    public long MaxGroupBytes { get; set; } = 8L << 20;

    /// <summary>Transactions, and connections, that write at a time. The appends of one log always go through the same one.</summary>
    /// <value>Default 4; 1 to 32.</value>
    public int Writers { get; set; } = 4;

    /// <summary>Reads, and connections, at a time.</summary>
    /// <value>Default 8; 1 to 64.</value>
    public int Readers { get; set; } = 8;

    /// <summary>Most reads that wait for a connection; over it, reads are refused.</summary>
    /// <value>Default 1,024; at least 1.</value>
    public int MaxPendingReads { get; set; } = 1_024;

    /// <summary>
    /// How long an append or a read is repeated while the server restarts, fails over or cannot be reached, in milliseconds; then it fails.
    /// </summary>
    /// <value>Default 20,000; 0 (never repeated) to 600,000.</value>
    public int RetryForMs { get; set; } = 20_000;

    /// <summary>How long one command may take before it is given up and repeated, in milliseconds.</summary>
    /// <value>Default 10,000; 1,000 to 600,000.</value>
    public int CommandTimeoutMs { get; set; } = 10_000;

    /// <summary>Most transcripts of one workload; over it the oldest go.</summary>
    /// <value>Default <see cref="TranscriptBounds.MaxPerWorkload"/>; at least 1.</value>
    public int MaxTranscriptsPerWorkload { get; set; } = TranscriptBounds.MaxPerWorkload;
}
