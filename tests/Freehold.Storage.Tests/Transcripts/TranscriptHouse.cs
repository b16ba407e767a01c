using Freehold.Storage.Outcomes;
using Freehold.Storage.Transcripts;
using Freehold.Testing;

namespace Freehold.Storage.Tests.Transcripts;

/// <summary>
/// An outcome log with its transcripts that the suite runs on, empty at first. A workload keeps <see cref="MaxPerWorkload"/>.
/// </summary>
public abstract class TranscriptHouse : IDisposable
{
    public const int MaxPerWorkload = 10;

    public abstract IOutcomeLog Log { get; }

    public abstract ITranscriptStore Store { get; }

    /// <summary>The clock by which transcripts expire.</summary>
    public ManualTimeProvider Time { get; } = new(Outcomes.Events.At);

    /// <summary>Rows that are kept, whoever may read them.</summary>
    public abstract long Count();

    /// <summary>Closes both as at the end of a process, and opens them again.</summary>
    public abstract void Reopen();

    /// <summary>Damages what is stored of every transcript.</summary>
    public abstract void Damage();

    public abstract void Dispose();
}
