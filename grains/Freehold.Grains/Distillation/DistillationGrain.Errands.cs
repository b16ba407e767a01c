using System.Globalization;
using Freehold.Contracts.Distillation;
using Freehold.Core.Distillation.Gate;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Grains.Distillation.Checks;

namespace Freehold.Grains.Distillation;

/// <summary>
/// Asks whoever is outside of the house about a student's answers, one after another. An errand runs beside the grain's turns and touches none of its
/// state; its answer is stored before it is used. Who cannot be asked is asked again later, a bounded number of times: silence is no consent.
/// </summary>
public sealed partial class DistillationGrain
{
    /// <summary>So many failures in a row stop the student.</summary>
    public const int MaxErrandFailures = 8;

    /// <summary>How long is waited after the first failure; each further one doubles it.</summary>
    public static readonly TimeSpan ErrandRetryDelay = TimeSpan.FromSeconds(15);

    private (string Key, Task<ErrandResult> Work)? _errand;
    private Action? _endErrand;

    /// <summary>What every check of the policy says; null where one still works, or cannot be asked, which ends the cycle in time.</summary>
    private async Task<IReadOnlyList<CheckScores>?> ChecksAsync(DistillationCycle cycle, GateAnswers answers, CancellationToken cancellationToken)
    {
        var (policy, all) = (Policy, new List<CheckScores>());
        foreach (var rule in policy.Distill.Checks)
        {
            if (!MayTrain)
            {
                await StopAsync(cycle, "the policy does not permit training any more");
                return null;
            }

            var key = $"check/{rule.Name}/{answers.Eval.Digest}/{_policyVersion}";
            if (await ErrandAsync(cycle, key, ended => CheckAsync(rule.Name, policy, cycle, answers, ended)) is not { } digest)
            {
                return null;
            }

            var lines = await JsonLines.ReadAsync(artifacts, digest, CheckJson.Default.VerdictLine, cancellationToken);
            all.Add(new(rule.Name, rule.MinPass, lines.ToDictionary(line => line.Id, line => line.Score, StringComparer.Ordinal)));
        }

        return all;
    }

    private async Task<ErrandResult> CheckAsync(
        string name, Core.Policies.WorkloadPolicy policy, DistillationCycle cycle, GateAnswers answers, CancellationToken cancellationToken)
    {
        if (checks.Find(name) is not { } check)
        {
            return ErrandResult.Failed($"no check '{name}' is configured on this silo; add it under Freehold:Checks:{name}");
        }

        var eval = await new GateCases(artifacts, policy.Distill).ReadAsync(cycle.Dataset!.Eval, answers.Eval.Digest, null, cancellationToken);
        return await new CheckRun(artifacts, time, check, policy).RunAsync(_id.ToString(), cycle.Version!, eval, cancellationToken);
    }

    /// <summary>The answer of an errand, an artifact's digest; null where it is not there yet, or will not come, which ends the cycle.</summary>
    private async Task<string?> ErrandAsync(DistillationCycle cycle, string key, Func<CancellationToken, Task<ErrandResult>> run)
    {
        if (Array.Find(State.Errands.Answers, answer => answer.Key == key) is { } known)
        {
            return known.Digest;
        }

        if (_errand is not { } errand || errand.Key != key)
        {
            Begin(key, run);
            return null;
        }

        if (!errand.Work.IsCompleted)
        {
            _waitsForJob = true;
            return null;
        }

        _errand = null;
        var result = await errand.Work;
        if (result.Digest is { } digest)
        {
            GateErrand[] answers = [new() { Key = key, Digest = digest }, .. State.Errands.Answers.Take(GateErrands.MaxAnswers - 1)];
            State.Errands = new GateErrands { Answers = answers };
            await StoreAsync();
            return digest;
        }

        await FailAsync(cycle, result.Fault!);
        return null;
    }

    private void Begin(string key, Func<CancellationToken, Task<ErrandResult>> run)
    {
        _waitsForJob = true;
        if (State.Errands.RetryAt is not { } retryAt || time.GetUtcNow() >= retryAt)
        {
            EndErrand();
            _errand = (key, RunAsync(run));
        }
    }

    /// <summary>Runs an errand, and wakes this grain at its end. A fault of ours is one that may pass, as at any other step.</summary>
    private async Task<ErrandResult> RunAsync(Func<CancellationToken, Task<ErrandResult>> run)
    {
        using var ended = new CancellationTokenSource();
        Action end = ended.Cancel;
        _endErrand = end;
        try
        {
            return await run(ended.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogErrandFailed(e, _id);
            return ErrandResult.Failed("what is asked about could not be read");
        }
        finally
        {
            _endErrand = _endErrand == end ? null : _endErrand;
            _ = GrainFactory.GetGrain<IDistillationGrain>(_id.ToString()).WakeAsync(CancellationToken.None);
        }
    }

    private async Task FailAsync(DistillationCycle cycle, string fault)
    {
        var failures = State.Errands.Failures + 1;
        if (failures >= MaxErrandFailures)
        {
            State.Errands = State.Errands with { Failures = 0, RetryAt = null };
            await StopAsync(cycle, $"{fault}; it was tried {MaxErrandFailures} times");
            return;
        }

        var retryAt = time.GetUtcNow() + (ErrandRetryDelay * Math.Pow(2, failures - 1));
        State.Errands = State.Errands with { Failures = failures, RetryAt = retryAt };
        State.Note = string.Create(CultureInfo.InvariantCulture, $"{fault}; again at {retryAt:u}, {failures} of {MaxErrandFailures} times tried");
        _waitsForJob = true;
        await StoreAsync();
    }

    private void EndErrand()
    {
        _endErrand?.Invoke();
        (_endErrand, _errand) = (null, null);
    }
}
