using Freehold.Storage.Transcripts;

namespace Freehold.Storage.Outcomes.Sqlite;

/// <summary>Bounds of the SQLite outcome log.</summary>
public sealed class SqliteOutcomeLogOptions
{
    /// <summary>Most appends that wait for the writer; over it, appends are refused.</summary>
    /// <value>Default 8,192; at least 1.</value>
    public int MaxPendingAppends { get; set; } = 8_192;

    /// <summary>Most bytes of events that wait for the writer; over it, appends are refused.</summary>
    /// <value>Default 64 MiB; at least <see cref="OutcomeLogBounds.MaxEventBytes"/>.</value>
    public long MaxPendingBytes { get; set; } = 64L << 20;

    /// <summary>Most appends of one transaction.</summary>
    /// <value>Default 256; at least 1.</value>
    public int MaxGroup { get; set; } = 256;

    /// <summary>Threads, and connections, that read.</summary>
    /// <value>Default 2; 1 to 16.</value>
    public int ReaderThreads { get; set; } = 2;

    /// <summary>Most reads that wait for a reader; over it, reads are refused.</summary>
    /// <value>Default 1,024; at least 1.</value>
    public int MaxPendingReads { get; set; } = 1_024;

    /// <summary>Page cache of the writer, in MiB. The index of ids should fit for the ids in use.</summary>
    /// <value>Default 64; 1 to 16,384.</value>
    public int WriterCacheMebibytes { get; set; } = 64;

    /// <summary>Pages (of 4 KiB) in the write-ahead log after which it is moved into the database.</summary>
    /// <value>Default 4,096 (16 MiB); at least 64. More makes restarts after a crash slower, less makes commits slower.</value>
    public int CheckpointPages { get; set; } = 4_096;

    /// <summary>Largest size of <c>outcomes.db</c>, in MiB; over it, appends fail as on a full disk. 0: as large as the disk.</summary>
    /// <value>Default 0.</value>
    public int MaxFileMebibytes { get; set; }

    /// <summary>How long the writer waits for another program that holds the database, in milliseconds.</summary>
    /// <value>Default 5,000; at least 0.</value>
    public int BusyTimeoutMs { get; set; } = 5_000;

    /// <summary>Most transcripts of one workload; over it the oldest go.</summary>
    /// <value>Default <see cref="TranscriptBounds.MaxPerWorkload"/>; at least 1.</value>
    public int MaxTranscriptsPerWorkload { get; set; } = TranscriptBounds.MaxPerWorkload;
}
