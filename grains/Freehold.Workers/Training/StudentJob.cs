using Freehold.Contracts.Distillation;

namespace Freehold.Workers.Training;

/// <summary>A job in the queue or out of it. Its status is read by many threads and written by the training thread.</summary>
internal sealed class StudentJob(string id, string workload, int attempt, Func<JobRun, TrainingJobResult> work) : IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private volatile TrainingJobStatus _status = new() { JobId = id, State = TrainingJobState.Waiting };

    public string Id => id;

    /// <summary>Whose it is, as a grain's key.</summary>
    public string Workload => workload;

    /// <summary>Counts how often it was started since this worker is there, from 1.</summary>
    public int Attempt => attempt;

    public TrainingJobStatus Status => _status;

    public CancellationToken Ended => _ended.Token;

    /// <summary>True where it must not be started anew.</summary>
    public bool Holds => Status.State is not TrainingJobState.Cancelled;

    public bool HasEnded => Status.State is TrainingJobState.Done or TrainingJobState.Failed or TrainingJobState.Cancelled;

    public TrainingJobResult Run(JobRun run) => work(run);

    public void Note(TrainingJobState state, TrainingJobResult? result = null, string? detail = null) =>
        _status = new TrainingJobStatus { JobId = id, State = state, Result = result, Detail = detail };

    public void Note(TrainingProgress progress) =>
        _status = new TrainingJobStatus { JobId = id, State = TrainingJobState.Running, Progress = progress };

    public void Cancel() => _ended.Cancel();

    public void Dispose() => _ended.Dispose();
}

/// <summary>What a job has while it runs.</summary>
/// <param name="Folder">A folder of its own for checkpoints, which a job of the same id finds again after a restart.</param>
/// <param name="Note">Takes how far it is.</param>
/// <param name="CancellationToken">Ends it.</param>
internal sealed record JobRun(string Folder, Action<TrainingProgress> Note, CancellationToken CancellationToken);
