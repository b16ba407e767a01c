using Freehold.Embedded.Calls;
using Freehold.Embedded.Hosting;

namespace Freehold.Embedded.Activations;

/// <summary>Reads the clock for everyone, and gives a turn to the activations that have something overdue.</summary>
internal sealed class Sweeper : IDisposable
{
    private static readonly Action<object?> SweepInTurn = static activation => ((Activation)activation!).Sweep();

    private readonly EmbeddedRuntime _runtime;
    private readonly ITimer _timer;

    public Sweeper(EmbeddedRuntime runtime)
    {
        _runtime = runtime;
        _timer = runtime.Time.CreateTimer(static state => ((Sweeper)state!).Sweep(), this, runtime.Options.SweepPeriod, runtime.Options.SweepPeriod);
    }

    public void Dispose() => _timer.Dispose();

    private void Sweep()
    {
        _runtime.ReadClock();
        var nowMs = _runtime.NowMs;
        foreach (var grainClass in _runtime.Classes)
        {
            foreach (var activation in grainClass.Activations)
            {
                if (activation.NeedsSweep(nowMs))
                {
                    activation.Post(new ActionItem(SweepInTurn, activation));
                }
            }
        }
    }
}
