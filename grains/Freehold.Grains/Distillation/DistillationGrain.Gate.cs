using Freehold.Contracts.Audit;
using Freehold.Contracts.Distillation;
using Freehold.Contracts.Registry;
using Freehold.Core.Distillation.Gate;

namespace Freehold.Grains.Distillation;

/// <summary>Puts the student to the test, and lets it out where it passes.</summary>
public sealed partial class DistillationGrain
{
    private async Task<bool> EvaluateAsync(DistillationCycle cycle, CancellationToken cancellationToken)
    {
        var current = (await Workload.GetAsync(cancellationToken)).Current;
        if (await AnswersAsync(cycle, current, cancellationToken) is not { } answers)
        {
            return State.Cycle!.Phase != DistillationPhase.Evaluating;
        }

        if (await ChecksAsync(cycle, answers, cancellationToken) is not { } scores)
        {
            return State.Cycle!.Phase != DistillationPhase.Evaluating;
        }

        var (verdict, measures) = await DecideAsync(cycle, answers, scores, current?.ServeAt ?? 0, cancellationToken);
        var report = await DatasetWriter.PutTextAsync(artifacts, GateReportText.Of(verdict, measures), cancellationToken);
        cycle = cycle with { GateReport = report, ServeAt = verdict.Figures.ServeAt, Measures = measures };
        if (!verdict.Passed)
        {
            await StopAsync(cycle, $"stopped at the gate: {string.Join("; ", verdict.Reasons)}");
        }
        else if (await RegisterAsync(cycle, cancellationToken) is { } refusal)
        {
            await StopAsync(cycle, $"the registry refuses the student: {refusal}");
        }
        else
        {
            await BeginRolloutAsync(cycle, verdict, cancellationToken);
        }

        return true;
    }

    /// <summary>Everything that the gate asks, answered; null where a job still runs, or a needed one failed, which ends the cycle.</summary>
    private async Task<GateAnswers?> AnswersAsync(DistillationCycle cycle, StudentCandidate? current, CancellationToken cancellationToken)
    {
        _waitsForJob = false;
        var (student, data) = (cycle.StudentDigest!, cycle.Dataset!);
        if (await PredictAsync(cycle, student, data.Calibration, true, cancellationToken) is not { } calibration
            || await PredictAsync(cycle, student, data.Eval, true, cancellationToken) is not { } eval)
        {
            return null;
        }

        var safetySet = await new SafetySet(artifacts, Distill).PutAsync(cancellationToken);
        var safety = safetySet is null ? null : await PredictAsync(cycle, student, safetySet, true, cancellationToken);
        if (safetySet is not null && safety is null)
        {
            return null;
        }

        // Only a student of the same kind can be asked the same; another one is compared through the teacher.
        var other = current?.Kind == cycle.Kind && current.BaseModel == cycle.BaseModel ? current.Digest : null;
        var answers = new GateAnswers
        {
            Calibration = calibration,
            Eval = eval,
            EvalOfCurrent = other is null ? null : await PredictAsync(cycle, other, data.Eval, false, cancellationToken),
            SafetySet = safetySet,
            Safety = safety,
            SafetyOfCurrent = other is null || safetySet is null ? null : await PredictAsync(cycle, other, safetySet, false, cancellationToken),
        };
        return _waitsForJob ? null : answers;
    }

    private async Task<(GateVerdict Verdict, GateMeasure[] Measures)> DecideAsync(
        DistillationCycle cycle,
        GateAnswers answers,
        IReadOnlyList<CheckScores> scores,
        double currentServesAt,
        CancellationToken cancellationToken)
    {
        var (data, policy, costMicroUsd) = (cycle.Dataset!, Distill, State.Trigger.TeacherCostMicroUsd ?? 0);
        var cases = new GateCases(artifacts, policy);
        var calibration = await cases.ReadAsync(data.Calibration, answers.Calibration.Digest, null, cancellationToken);
        var eval = await cases.ReadAsync(data.Eval, answers.Eval.Digest, answers.EvalOfCurrent?.Digest, cancellationToken);
        var safety = answers.SafetySet is { } set
            ? await new SafetySet(artifacts, policy).ReadAsync(
                set, answers.Safety!.Digest, answers.SafetyOfCurrent?.Digest, currentServesAt, cancellationToken)
            : [];
        return await thread.RunAsync(
            _ =>
            {
                var input = new GateInput
                {
                    Calibration = cases.ToCases(calibration, answers.Calibration.LatencyP95Ms, 0),
                    Eval = cases.ToCases(eval, answers.Eval.LatencyP95Ms, currentServesAt),
                    Safety = safety,
                    Checks = scores,
                    TeacherVerified = data.Verified,
                    TeacherWrong = data.Corrected,
                    TrainingAnchors = cycle.Anchors,
                    TrainingAnchorDisagreements = cycle.AnchorDisagreements,
                    TeacherCostMicroUsd = costMicroUsd,
                };
                var options = new GateOptions { Margin = policy.Margin, MaxLatencyMs = policy.MaxLatencyMs };
                var verdict = StudentGate.Decide(input, options);
                return (verdict, GateMeasuring.Of(policy.Task, eval, verdict.Figures));
            },
            cancellationToken);
    }

    /// <summary>Signs and registers the student with what it was made of and its gate's approval; why not, where the registry refuses.</summary>
    private async Task<string?> RegisterAsync(DistillationCycle cycle, CancellationToken cancellationToken)
    {
        var name = ArtifactName.Parse(WorkloadNames.RegistryKey(_id));
        var registry = GrainFactory.GetGrain<IRegistryGrain>(name.ToString());
        var registered = await registry.RegisterAsync(
            new RegisteredVersion
            {
                Digest = cycle.StudentDigest!,
                Kind = cycle.Kind == StudentKind.Adapter ? ArtifactKind.Adapter : ArtifactKind.Specialist,
                Parents = cycle.BaseDigest is { } model
                    ? [cycle.Dataset!.Train, cycle.Dataset.Calibration, model]
                    : [cycle.Dataset!.Train, cycle.Dataset.Calibration],
                Run = cycle.JobId,
                EvalReport = cycle.GateReport,
                Signature = await signer.SignAsync(name, cycle.StudentDigest!, cancellationToken),
            },
            cancellationToken);
        if (!registered.IsDone)
        {
            return registered.Detail;
        }

        var approved = await registry.ApproveAsync(cycle.StudentDigest!, $"gate:{cycle.GateReport}", cancellationToken);
        return approved.IsDone ? null : approved.Detail;
    }

    private async Task BeginRolloutAsync(DistillationCycle cycle, GateVerdict verdict, CancellationToken cancellationToken)
    {
        var baseline = new StudentBaseline
        {
            Version = cycle.Version!,
            ServedScore = verdict.Figures.ServedScore,
            ServedScoreError = verdict.Figures.ServedScoreError,
        };
        State.Baselines =
        [
            baseline,
            .. State.Baselines.Where(known => known.Version != cycle.Version).Take(WorkloadRollout.MaxPrevious + 1),
        ];
        WatchNew(StudentWatch.Of(cycle.Version!, cycle.StudentDigest!, baseline, Distill));
        await BeginAsync(cycle, 0, $"passed the gate: {verdict.Reasons[0]}", Actor.System, cancellationToken);
    }
}
