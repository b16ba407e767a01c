using System.Xml.Linq;
using Freehold.Testing;

namespace Freehold.Architecture.Tests;

/// <summary>References between rooms go one way. What a project may reference is said here, and nowhere else.</summary>
public class ReferencesTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Freehold.Contracts"] = [],
        ["Freehold.Wire"] = [],
        ["Freehold.Core"] = [],
        ["Freehold.Inference"] = [],
        // Only in a build with -p:Torch.
        ["Freehold.Inference.Torch"] = ["Freehold.Inference"],
        ["Freehold.Storage"] = ["Freehold.Contracts"],
        ["Freehold.Grains"] = ["Freehold.Contracts", "Freehold.Core", "Freehold.Storage", "Freehold.Wire"],
        ["Freehold.Workers"] = ["Freehold.Contracts", "Freehold.Grains", "Freehold.Inference", "Freehold.Storage"],
        ["Freehold.Embedded"] = [],
        ["Freehold.Embedded.CodeGenerator"] = [],
        ["Freehold.Gateway"] = ["Freehold.Contracts", "Freehold.Core", "Freehold.Wire"],
        ["Freehold.Console"] = ["Freehold.Contracts", "Freehold.Wire"],
        ["Freehold.Client"] = ["Freehold.Wire"],
        // Storage for 'db upgrade' alone: no gateway answers before the schema is there. Inference for 'models
        // import' and the other verbs that work on a model's files, before any silo has the model. Core for what 'label', 'policy check' and 'route backtest' compute on files.
        ["Freehold.Cli"] = ["Freehold.Client", "Freehold.Core", "Freehold.Inference", "Freehold.Storage", "Freehold.Wire"],
        // Only in the Orleans build.
        ["Freehold.Clustering"] = ["Freehold.Contracts", "Freehold.Grains", "Freehold.Storage", "Freehold.Workers"],
        ["Freehold.Hosting"] =
        [
            "Freehold.Clustering", "Freehold.Console", "Freehold.Contracts", "Freehold.Gateway", "Freehold.Grains", "Freehold.Inference.Torch",
            "Freehold.Storage", "Freehold.Workers",
        ],
        ["Freehold.Silo"] = ["Freehold.Hosting"],
    };

    public static TheoryData<string> Projects() => [.. ProjectFiles().Select(file => Path.GetRelativePath(RepositoryPaths.Root, file))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_its_room_may(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is new: say in {nameof(ReferencesTests)} what it may reference.");

        var references = XDocument.Load(Path.Combine(RepositoryPaths.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.Empty(references.Except(allowed!));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Only_the_actor_runtime_file_knows_the_runtimes(string project)
    {
        var folder = Path.GetDirectoryName(Path.Combine(RepositoryPaths.Root, project))!;
        var name = Path.GetFileNameWithoutExtension(project);
        if (name is "Freehold.Embedded" or "Freehold.Embedded.CodeGenerator")
        {
            return;
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            var text = File.ReadAllText(file);
            Assert.DoesNotContain("#if ", text, StringComparison.Ordinal);
            if (Path.GetFileName(file) is not "EmbeddedRuntime.cs")
            {
                Assert.DoesNotContain("Freehold.Embedded", text, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> ProjectFiles() => ((string[])["contracts", "grains", "silos", "clients"])
        .SelectMany(room => Directory.EnumerateFiles(Path.Combine(RepositoryPaths.Root, room), "*.csproj", SearchOption.AllDirectories));
}
