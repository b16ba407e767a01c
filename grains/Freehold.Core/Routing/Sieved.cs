namespace Freehold.Core.Routing;

/// <summary>Candidates parted into those that may be tried and those that may not.</summary>
internal sealed class Sieved(int candidates)
{
    public List<(KnownCandidate Candidate, CandidateEstimate Estimate)> Allowed { get; } = new(candidates);

    public List<LeftOutCandidate> LeftOut { get; } = [];

    /// <summary>Why nobody is left, where nobody is.</summary>
    public PlanRefusal Refusal { get; private set; }

    public void Add(in KnownCandidate candidate, in CandidateEstimate estimate, PlanRefusal why, string reason)
    {
        if (why == PlanRefusal.None)
        {
            Allowed.Add((candidate, estimate));
            return;
        }

        // Where nobody is left, the client is told of the label before anything else, and of a limit before what nobody can help.
        var rank = Rank(why);
        Refusal = Refusal == PlanRefusal.None || rank > Rank(Refusal) ? why : Refusal;
        LeftOut.Add(new LeftOutCandidate(candidate.Match.Id, reason, estimate));
    }

    /// <summary>Joins the places of each model; returns how many models there are.</summary>
    public int ToArms(Span<RouteArm> arms)
    {
        var count = 0;
        for (var i = 0; i < Allowed.Count; i++)
        {
            var (candidate, estimate) = Allowed[i];
            if (count > 0 && Allowed[i - 1].Candidate.Match.Id == candidate.Match.Id)
            {
                arms[count - 1] = arms[count - 1] with { Places = arms[count - 1].Places + 1 };
                continue;
            }

            arms[count++] = new RouteArm(
                i, 1, candidate.Match.Candidate.IsLocal, candidate.Record.Health.IsFailing,
                candidate.Match.Candidate.Price.PromptMicroUsdPerMillion, estimate);
        }

        return count;
    }

    private static int Rank(PlanRefusal refusal) => refusal switch
    {
        PlanRefusal.LabelForbidsZone => 2,
        PlanRefusal.LimitExceeded => 1,
        _ => 0,
    };
}
