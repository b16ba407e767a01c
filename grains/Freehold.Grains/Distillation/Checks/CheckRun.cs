using System.Text.Json;
using Freehold.Core.Labels;
using Freehold.Core.Policies;
using Freehold.Grains.Distillation.Artifacts;
using Freehold.Storage.Artifacts;

namespace Freehold.Grains.Distillation.Checks;

/// <summary>Has a check look at a student's answers to the eval part, batch by batch. Outside of a grain's turns.</summary>
internal sealed class CheckRun(IArtifactStore artifacts, TimeProvider time, CheckEndpoint check, WorkloadPolicy policy)
{
    /// <summary>Most answers that a check is asked about; of more, some that their ids choose.</summary>
    public const int MaxCases = 2_000;

    /// <summary>Most answers of one request.</summary>
    public const int MaxBatchCases = 50;

    /// <summary>Characters from which on a batch takes no further case.</summary>
    public const int MaxBatchLength = 1 << 19;

    private const ulong DrawSeed = 0xC4EC;

    /// <summary>The verdicts as an artifact, or why there are none.</summary>
    /// <param name="workload"><c>tenant/workload</c>.</param>
    /// <param name="student">The student's version.</param>
    /// <param name="eval">The eval part as the student answers it.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<ErrandResult> RunAsync(
        string workload, string student, IReadOnlyList<AnsweredExample> eval, CancellationToken cancellationToken)
    {
        var lines = new List<VerdictLine>();
        foreach (var batch in Batches(eval))
        {
            var request = new CheckRequest { Workload = workload, Student = student, Cases = batch };
            var body = JsonSerializer.SerializeToUtf8Bytes(request, CheckJson.Default.CheckRequest);
            HashSet<string> ids = [.. batch.Select(each => each.Id)];
            var reply = await CheckCall.PostAsync(check, body, ids, time, cancellationToken);
            if (reply.Scores is not { } scores)
            {
                return ErrandResult.Failed($"the check '{check.Name}' cannot be asked: {reply.Fault}");
            }

            lines.AddRange(batch.Select(each => new VerdictLine { Id = each.Id, Score = scores[each.Id] }));
        }

        return ErrandResult.Done(await JsonLines.PutAsync(artifacts, lines, CheckJson.Default.VerdictLine, cancellationToken));
    }

    /// <summary>What the policy lets go to the check's zone, example by example, by the label that the exchange ran under.</summary>
    private IEnumerable<AnsweredExample> Permitted(IReadOnlyList<AnsweredExample> eval) => eval
        .Where(each => each.Example.Label is { } label && policy.Zones.Allows((Label)label, check.Options.Zone))
        .OrderBy(each => Core.Distillation.StableHash.Of(each.Example.Id, DrawSeed))
        .ThenBy(each => each.Example.Id, StringComparer.Ordinal)
        .Take(MaxCases);

    private IEnumerable<List<CheckCase>> Batches(IReadOnlyList<AnsweredExample> eval)
    {
        var (batch, length) = (new List<CheckCase>(), 0);
        foreach (var each in Permitted(eval))
        {
            batch.Add(new CheckCase
            {
                Id = each.Example.Id,
                Prompt = each.Example.Text,
                Answer = each.Student.Answer,
                Reference = each.Example.Answer,
                Turns = each.Example.Turns,
            });
            length += each.Example.Text.Length + each.Student.Answer.Length + each.Example.Answer.Length
                + (each.Example.Turns?.Sum(turn => turn.Content.Length) ?? 0);
            if (batch.Count == MaxBatchCases || length >= MaxBatchLength)
            {
                yield return batch;
                (batch, length) = ([], 0);
            }
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }
}
