using System.Diagnostics;
using System.Text.Json;

namespace Freehold.Benchmarks.Flywheel;

/// <summary>Watches a workload until its student is promoted and has settled, and sends it the traffic that its rollout is decided by.</summary>
internal sealed class PhaseWatch(FlywheelHouse house, string[] traffic)
{
    private const int RequestsBetweenLooks = 200;
    private const int Clients = 8;

    /// <summary>A promoted student that leads so many is audited as the policy says, no more as one on trial.</summary>
    private const double SettledShare = 0.95;

    /// <summary>Routers know after so many pauses.</summary>
    private const int PausesOfALease = 3;

    private static readonly TimeSpan MostTime = TimeSpan.FromMinutes(20), Pause = TimeSpan.FromMilliseconds(500);

    private readonly List<(string Phase, TimeSpan At)> _phases = [];
    private int _sent;

    /// <summary>The promoted student's digest.</summary>
    /// <exception cref="InvalidOperationException">The loop stopped, rolled back, or took too long; the message says why.</exception>
    public async Task<string> UntilPromotedAsync(Report report, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Pause);
        while (true)
        {
            var status = await house.StatusAsync(cancellationToken);
            var phase = Note(status, Stopwatch.GetElapsedTime(startedAt));
            if (phase == "promoted" && status.GetProperty("current").GetProperty("share").GetDouble() >= SettledShare)
            {
                AddTimes(report, Stopwatch.GetElapsedTime(startedAt));
                report.Add("serve_at", status.GetProperty("current").GetProperty("serve_at").GetDouble(), "the gate's threshold of the probability");
                for (var pause = 0; pause < PausesOfALease; pause++)
                    await timer.WaitForNextTickAsync(cancellationToken);
                return status.GetProperty("current").GetProperty("digest").GetString()!;
            }

            if (phase is "stopped" or "rolled_back" || Stopwatch.GetElapsedTime(startedAt) > MostTime)
            {
                var gate = await GateReportAsync(status, cancellationToken);
                throw new InvalidOperationException($"No student was promoted: {status}\n{gate}");
            }

            if (phase is not ("training" or "evaluating"))
                await SendAsync(cancellationToken);
            if (phase is not ("shadow" or "canary"))
                await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    private string Note(JsonElement status, TimeSpan at)
    {
        var phase = status.GetProperty("phase").GetString()!;
        var hasCycle = status.TryGetProperty("cycle", out var cycle) && cycle.ValueKind == JsonValueKind.Object;
        var share = hasCycle ? cycle.GetProperty("share").GetDouble() : 0;
        var stage = phase == "promoted" && status.GetProperty("current").GetProperty("share").GetDouble() >= SettledShare ? "settled"
            : phase == "canary" ? $"canary_{share * 100:0}" : phase;
        if (_phases.Count == 0 || _phases[^1].Phase != stage)
        {
            _phases.Add((stage, at));
            Console.Error.WriteLine($"{at.TotalSeconds,6:0} s  {stage}: {status.GetProperty("reason").GetString()}");
        }

        return phase;
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken };
        await Parallel.ForAsync(
            _sent, _sent + RequestsBetweenLooks, options, async (i, stop) => await house.AskAsync(traffic[i % traffic.Length], stop));
        _sent += RequestsBetweenLooks;
    }

    private void AddTimes(Report report, TimeSpan total)
    {
        for (var i = 0; i + 1 < _phases.Count; i++)
            report.Add($"{_phases[i].Phase}_seconds", (_phases[i + 1].At - _phases[i].At).TotalSeconds);
        report.Add("to_settled_seconds", total.TotalSeconds, $"after the last request of the training part, with {_sent} more of others");
    }

    private async Task<string> GateReportAsync(JsonElement status, CancellationToken cancellationToken) =>
        status.TryGetProperty("cycle", out var cycle) && cycle.ValueKind == JsonValueKind.Object
            && cycle.TryGetProperty("gate_report", out var digest) && digest.ValueKind == JsonValueKind.String
            ? await house.ReportAsync(digest.GetString()!, cancellationToken)
            : "";
}
