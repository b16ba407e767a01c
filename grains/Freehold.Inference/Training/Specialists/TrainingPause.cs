namespace Freehold.Inference.Training.Specialists;

/// <summary>What a specialist's training asks every fraction of a millisecond: whether to go on, and whether to wait.</summary>
/// <param name="Yield">What it gives way to; null: nothing.</param>
/// <param name="Meter">Counts what was done.</param>
/// <param name="CancellationToken">Ends it.</param>
internal readonly record struct TrainingPause(ITrainingYield? Yield, ExampleMeter Meter, CancellationToken CancellationToken)
{
    public void Check()
    {
        CancellationToken.ThrowIfCancellationRequested();
        Yield?.WaitWhileBusy(CancellationToken);
    }
}
