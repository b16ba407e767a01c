using System.CommandLine;
using Freehold.Cli.Hosting;

namespace Freehold.Cli.Verbs;

/// <summary><c>train</c>: trains models of ours. It works on files, and asks no gateway.</summary>
internal static class TrainVerbs
{
    public static Command Create(CliApp app) => new("train", "Train the model that comes with Freehold") { TrainStarterVerb.Create(app) };
}
