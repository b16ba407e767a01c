using Freehold.Contracts.Audit;
using Freehold.Contracts.Outcomes;
using Freehold.Core.Distillation.Golden;
using Freehold.Core.Policies;
using Freehold.Storage.Outcomes;

namespace Freehold.Grains.Distillation;

/// <summary>
/// Takes in the log event by event, and acts where an event decides: at the same events, whatever was killed in between.
/// </summary>
public sealed partial class DistillationGrain
{
    /// <summary>Events read at once.</summary>
    public const int BatchSize = 1_000;

    /// <summary>After so many events other calls have their turn.</summary>
    private const int EventsBetweenTurns = 100;

    private async Task ReadLogAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<LogEvent> events;
        do
        {
            events = await log.ReadAsync(_log, Checkpoint, BatchSize, cancellationToken);
            for (var i = 0; i < events.Count; i++)
            {
                await TakeAsync(events[i], cancellationToken);
                if (State.Order is not null)
                {
                    return; // The data are what the log holds up to here.
                }

                if (i % EventsBetweenTurns == EventsBetweenTurns - 1)
                {
                    await Task.Yield();
                }
            }

            if (_unstored >= EventsBetweenStores)
            {
                await StoreAsync();
            }
        }
        while (events.Count == BatchSize);
    }

    private async Task TakeAsync(LogEvent logged, CancellationToken cancellationToken)
    {
        WatchDecision? decision = null;
        var at = default(DateTimeOffset);
        if (logged.Outcome is { } outcome)
        {
            at = outcome.At;
            decision = outcome.Workload == _id.Name ? Take(outcome) : null;
        }
        else if (logged.Feedback is { } feedback)
        {
            at = feedback.At;
            var page = await log.QueryAsync(_log, new OutcomeQuery { Id = feedback.OutcomeId, Limit = 1 }, cancellationToken);
            decision = page.Outcomes is [var about] && about.Outcome.Workload == _id.Name ? Take(about, feedback) : null;
        }

        State.Checkpoints[_log.Shard] = logged.Sequence;
        State.Profile = State.Profile with { Sequence = logged.Sequence };
        _unstored++;
        if (decision is { } said)
        {
            await FollowAsync(said, cancellationToken);
        }

        OrderIfDue(at);
    }

    /// <summary>An answer, or none.</summary>
    private WatchDecision? Take(Outcome outcome)
    {
        if (WorkloadEvents.SourceOf(outcome, Distill) is { } source)
        {
            var isTeacher = source == AnswerSource.Teacher;
            State.Profile = State.Profile with
            {
                Requests = State.Profile.Requests + 1,
                TeacherAnswers = State.Profile.TeacherAnswers + (isTeacher ? 1 : 0),
                StudentAnswers = State.Profile.StudentAnswers + (source == AnswerSource.Student ? 1 : 0),
                TeacherCostMicroUsd = State.Profile.TeacherCostMicroUsd + (isTeacher ? outcome.CostMicroUsd : 0),
            };
            if (isTeacher)
            {
                State.Trigger = State.Trigger.WithAnswer(outcome.CostMicroUsd);
                if (Distill.Accept.HasFlag(AcceptedEvidence.Rule))
                {
                    State.Trigger = State.Trigger with { GoldenExamples = State.Trigger.GoldenExamples + 1 };
                }
            }
        }

        return Watch(outcome);
    }

    /// <summary>What somebody thinks of an answer.</summary>
    private WatchDecision? Take(LoggedOutcome about, Feedback feedback)
    {
        State.Profile = State.Profile with { Feedback = State.Profile.Feedback + 1 };
        var reward = WorkloadEvents.RewardOf(about, feedback, Policy.Rewards);
        if (!Distill.Accept.HasFlag(AcceptedEvidence.Rule)
            && WorkloadEvents.SourceOf(about.Outcome, Distill) == AnswerSource.Teacher
            && WorkloadEvents.Accepts(feedback, reward))
        {
            State.Trigger = State.Trigger with { GoldenExamples = State.Trigger.GoldenExamples + 1 };
        }

        return reward is { } value && about.Outcome.Student is { } trace && WatchOf(trace.Version) is { } watch
            ? new(watch, watch.Monitor.AddReward(WorkloadEvents.ArmOf(trace), value))
            : null;
    }

    private void OrderIfDue(DateTimeOffset at)
    {
        if (!MayTrain || IsUnderWay)
        {
            return;
        }

        var decision = Decide(at, byHand: false);
        State.Note = decision.Reason;
        if (decision.Starts)
        {
            State.Order = new DatasetOrder { CutSequence = Checkpoint, Trigger = decision.Reason, At = at, Actor = Actor.System };
        }
    }
}
