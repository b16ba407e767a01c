using Freehold.Contracts.Registry;

namespace Freehold.Grains.Registry;

/// <summary>The way from data to service, as far as one name's versions tell it.</summary>
internal static class RegistryLineage
{
    /// <summary>Most steps of one lineage.</summary>
    public const int MaxSteps = 500;

    private const int MaxDepth = 8;

    public static Lineage? Of(RegistryState state, string digest)
    {
        if (state.Find(digest) is not { } version)
        {
            return null;
        }

        var steps = new List<LineageStep>();
        Add(steps, state, version, [digest], MaxDepth);
        return new Lineage { Digest = digest, Steps = [.. steps.Take(MaxSteps)] };
    }

    private static void Add(List<LineageStep> steps, RegistryState state, RegisteredVersion version, HashSet<string> seen, int depth)
    {
        foreach (var parent in version.Parents.Where(seen.Add))
        {
            if (depth > 1 && state.Find(parent) is { } known)
            {
                Add(steps, state, known, seen, depth - 1);
            }
            else
            {
                steps.Add(new LineageStep { Step = "parent", Subject = parent });
            }
        }

        if (version.Run is { } run)
        {
            steps.Add(new LineageStep { Step = "run", Subject = run });
        }

        steps.Add(new LineageStep
        {
            Step = version.Kind.ToString().ToLowerInvariant(),
            Subject = version.Digest,
            At = version.CreatedAt,
            Detail = $"registered by {version.RegisteredBy}",
        });
        AddReport(steps, "signature", version.Signature);
        AddReport(steps, "vetting", version.VettingReport);
        AddReport(steps, "eval", version.EvalReport);
        steps.AddRange(version.Approvals.Select(approval =>
            new LineageStep { Step = "approval", Subject = approval.By, At = approval.At }));
        if (version.Frozen)
        {
            steps.Add(new LineageStep { Step = "frozen", Subject = version.Digest });
        }

        steps.AddRange(version.Rollout.Select(note =>
            new LineageStep { Step = note.Stage, Subject = version.Digest, At = note.At, Detail = note.Detail }));
    }

    private static void AddReport(List<LineageStep> steps, string step, string? digest)
    {
        if (digest is not null)
        {
            steps.Add(new LineageStep { Step = step, Subject = digest });
        }
    }
}
