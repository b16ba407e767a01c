using Freehold.Contracts.Inference;

namespace Freehold.Contracts.Distillation;

/// <summary>Trains and evaluates students on one device of one silo. Key: <c>silo/device</c> (<see cref="WorkerId"/>).</summary>
/// <remarks>
/// One job at a time, on a thread below the priority of what answers requests; the others wait in a bounded queue. A job's id is the digest of what
/// goes into it: starting it again finds it, running or ended, and its result is the same bytes. Results and checkpoints are in the worker's data folder,
/// so that a killed worker goes on where it was once the job is started again. When a job ends, its workload's <see cref="IDistillationGrain"/> is
/// woken; that may be lost, so callers also ask. Calls interleave and never wait for a job.
/// </remarks>
[Alias("freehold.ITrainerGrain")]
public interface ITrainerGrain : IGrainWithStringKey
{
    /// <summary>Most jobs that wait; a further one is <see cref="TrainingJobState.Refused"/>, and comes again later.</summary>
    const int MaxWaitingJobs = 64;

    /// <summary>Starts a training, or finds it. Its result is the student.</summary>
    [AlwaysInterleave, Alias("Start")]
    Task<TrainingJobStatus> StartAsync(TrainingJob job, CancellationToken cancellationToken);

    /// <summary>Starts an evaluation, or finds it. Its result is the student's predictions.</summary>
    [AlwaysInterleave, Alias("Evaluate")]
    Task<TrainingJobStatus> EvaluateAsync(EvaluationJob job, CancellationToken cancellationToken);

    /// <summary>How a job stands; null where this worker knows none of that id.</summary>
    [AlwaysInterleave, Alias("Get")]
    Task<TrainingJobStatus?> GetAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Ends a job that waits or runs; one that has ended stays as it is.</summary>
    [AlwaysInterleave, Alias("Cancel")]
    Task CancelAsync(string jobId, CancellationToken cancellationToken);
}
