using System.CommandLine;
using Freehold.Cli.Hosting;

namespace Freehold.Cli.Verbs;

/// <summary><c>route …</c>: how requests find their model.</summary>
internal static class RouteVerbs
{
    public static Command Create(CliApp app) => new("route", "See how requests are routed, and what routing has learned")
    {
        RouteExplainVerb.Create(app),
        RouteBacktestVerb.Create(app),
        RouteVersionVerbs.Versions(app),
        RouteVersionVerbs.RollBack(app),
    };
}
