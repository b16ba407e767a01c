using Freehold.Inference.Models;

namespace Freehold.Inference.Tests.Scheduling;

/// <summary>Holds every step of a model up until the test lets it go, and can make one fail. Stands in for the model's network.</summary>
internal sealed class SteppedModel(LanguageModel inner) : LanguageModel(inner.Config)
{
    private readonly SemaphoreSlim _permits = new(0);
    private readonly SemaphoreSlim _arrivals = new(0);
    private volatile bool _free;

    /// <summary>Tokens in each step so far.</summary>
    public List<int> StepSizes { get; } = [];

    /// <summary>A step with this token fails.</summary>
    public int? PoisonToken { get; set; }

    public override void Forward(ForwardBatch batch)
    {
        _arrivals.Release();
        if (!_free)
            _permits.Wait();
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch.Token(i) == PoisonToken)
                throw new InvalidTimeZoneException("poisoned");
        }

        StepSizes.Add(batch.Count);
        inner.Forward(batch);
    }

    /// <summary>Completes when the scheduler stands before another step.</summary>
    public Task ArrivedAsync(CancellationToken cancellationToken) => _arrivals.WaitAsync(cancellationToken);

    /// <summary>Lets some steps go.</summary>
    public void Let(int steps) => _permits.Release(steps);

    /// <summary>Lets all steps go from here on.</summary>
    public void LetAll()
    {
        if (_free)
            return;
        _free = true;
        _permits.Release(1_000);
    }

    public override void Dispose()
    {
        LetAll();
        inner.Dispose();
        _permits.Dispose();
        _arrivals.Dispose();
        base.Dispose();
    }
}
