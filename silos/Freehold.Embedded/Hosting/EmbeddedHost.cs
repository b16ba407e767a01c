using Freehold.Embedded.Activations;
using Freehold.Embedded.Reminders;
using Freehold.Embedded.State;
using Microsoft.Extensions.Hosting;
using Orleans;

namespace Freehold.Embedded.Hosting;

/// <summary>Starts the runtime with the host, and deactivates every grain when the host stops.</summary>
internal sealed class EmbeddedHost(EmbeddedRuntime runtime, IStateDatabase database, ReminderService reminders) : IHostedLifecycleService, IDisposable
{
    private const int MaxStopRounds = 16;

    private Sweeper? _sweeper;

    /// <summary>Before other hosted services start, so that they can call grains when they do.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.OpenAsync();
        runtime.Start();
        _sweeper = new Sweeper(runtime);
        await reminders.StartAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After other hosted services have stopped, so that their last calls are answered.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        await reminders.StopAsync();
        runtime.BeginStop();
        await DeactivateAllAsync(cancellationToken);
        runtime.EndStop();
        _sweeper?.Dispose();
        await database.CloseAsync();
    }

    public void Dispose() => _sweeper?.Dispose();

    private async Task DeactivateAllAsync(CancellationToken cancellationToken)
    {
        var reason = new DeactivationReason(DeactivationReasonCode.ShuttingDown, "The process stops.");

        // A grain that ends may call others, and so activate them once more.
        for (var round = 0; round < MaxStopRounds; round++)
        {
            var living = runtime.Classes.SelectMany(grainClass => grainClass.Activations).ToList();
            if (living.Count == 0)
            {
                return;
            }

            foreach (var activation in living)
            {
                activation.Deactivate(reason, cancellationToken);
            }

            try
            {
                await Task.WhenAll(living.Select(activation => activation.Deactivated)).WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        if (runtime.Classes.Sum(grainClass => grainClass.ActivationCount) is > 0 and var left)
        {
            runtime.Log.StopAbandoned(left);
        }
    }
}
