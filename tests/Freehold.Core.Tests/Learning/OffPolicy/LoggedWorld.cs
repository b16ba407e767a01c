using Freehold.Core.Learning.OffPolicy;

namespace Freehold.Core.Tests.Learning.OffPolicy;

/// <summary>
/// A world of which everything is known: contexts on [0, 1), three arms with a probability of success that depends on the context, a
/// logging policy that explores. What a policy is really worth is an integral, computed on a fine grid.
/// </summary>
internal sealed class LoggedWorld(int seed)
{
    public const int Arms = 3;

    private readonly Random _random = new(seed);

    public static double Success(double context, int arm) => arm switch
    {
        0 => 0.5,
        1 => 0.2 + (0.6 * context),
        _ => 0.7 - (0.5 * context),
    };

    public static void Logging(double context, Span<double> propensities) => (propensities[0], propensities[1], propensities[2]) =
        context < 0.5 ? (0.7, 0.1, 0.2) : (0.6, 0.3, 0.1);

    /// <summary>The best arm for each context, with a little of the others.</summary>
    public static void Good(double context, Span<double> probabilities)
    {
        var best = Enumerable.Range(0, Arms).MaxBy(arm => Success(context, arm));
        for (var arm = 0; arm < Arms; arm++)
        {
            probabilities[arm] = arm == best ? 0.9 : 0.05;
        }
    }

    public static void Always(int always, Span<double> probabilities)
    {
        probabilities.Clear();
        probabilities[always] = 1;
    }

    public static double Truth(Policy policy)
    {
        const int cells = 10_000;
        var probabilities = new double[Arms];
        var sum = 0.0;
        for (var cell = 0; cell < cells; cell++)
        {
            var context = (cell + 0.5) / cells;
            policy(context, probabilities);
            for (var arm = 0; arm < Arms; arm++)
            {
                sum += probabilities[arm] * Success(context, arm) / cells;
            }
        }

        return sum;
    }

    /// <summary>Decisions of the logging policy, as each of the policies would have made them.</summary>
    /// <param name="count">How many decisions.</param>
    /// <param name="model">What a reward model expects of an arm in a context.</param>
    /// <param name="propensityScale">By what the logged propensities are wrong; 1: not at all.</param>
    /// <param name="policies">The policies to evaluate.</param>
    public OffPolicySample[][] Log(int count, Func<double, int, double> model, double propensityScale, params Policy[] policies)
    {
        var logging = new double[Arms];
        var target = new double[Arms];
        var predicted = new double[Arms];
        var logs = policies.Select(_ => new OffPolicySample[count]).ToArray();
        for (var i = 0; i < count; i++)
        {
            var context = _random.NextDouble();
            Logging(context, logging);
            var draw = _random.NextDouble();
            var arm = draw < logging[0] ? 0 : draw < logging[0] + logging[1] ? 1 : 2;
            var reward = _random.NextDouble() < Success(context, arm) ? 1.0 : 0;
            for (var a = 0; a < Arms; a++)
            {
                predicted[a] = model(context, a);
            }

            for (var p = 0; p < policies.Length; p++)
            {
                policies[p](context, target);
                logs[p][i] = OffPolicySample.Of(target, predicted, arm, logging[arm] * propensityScale, reward);
            }
        }

        return logs;
    }

    internal delegate void Policy(double context, Span<double> probabilities);
}
