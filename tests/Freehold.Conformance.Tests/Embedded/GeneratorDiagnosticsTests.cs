using Freehold.Embedded.CodeGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Freehold.Conformance.Tests.Embedded;

public sealed class GeneratorDiagnosticsTests
{
    private const string Header = """
        using System.Collections.Generic;
        using System.Threading;
        using System.Threading.Tasks;
        using Orleans;
        using Orleans.Concurrency;
        using Orleans.Runtime;

        """;

    [Theory]
    [InlineData("FHE001", "public interface IBad : IGrainWithStringKey { void Call(); }")]
    [InlineData("FHE001", "public interface IBad : IGrainWithStringKey { int Call(); }")]
    [InlineData("FHE002", "public interface IBad : IGrainWithStringKey { Task Call<T>(T argument); }")]
    [InlineData("FHE003", "public interface IBad : IGrain { Task Call(); }")]
    [InlineData("FHE004", "public interface IBad : IGrainWithStringKey { Task Call(in int argument); }")]
    [InlineData("FHE005", "public interface IBad : IGrainWithStringKey { Task Call(CancellationToken one, CancellationToken two); }")]
    [InlineData("FHE006", "public interface IBad : IGrainWithStringKey { int Number { get; } }")]
    [InlineData("FHE007", "public interface IBad<T> : IGrainWithStringKey { Task Call(T argument); }")]
    [InlineData("FHE008", "public class Outer { private interface IBad : IGrainWithStringKey { Task Call(); } }")]
    [InlineData("FHE009", "public interface IBad : IGrainWithStringKey { [OneWay] Task<int> Call(); }")]
    [InlineData("FHE010", "public interface IBad : IGrainWithStringKey { [ResponseTimeout(\"soon\")] Task Call(); }")]
    [InlineData("FHE011", "public interface IGood : IGrainWithStringKey; public class Bad([PersistentState(\"s\")] string state) : Grain, IGood { string S => state; }")]
    [InlineData("FHE012", "public interface IGood : IGrainWithStringKey; public record S(int N); public class Bad([PersistentState(\"s\")] IPersistentState<S> s) : Grain, IGood { object O => s; }")]
    [InlineData("FHE013", "public interface IGood : IGrainWithStringKey { IAsyncEnumerable<int> Call(); } [StatelessWorker] public abstract class B : Grain; public class Bad : B, IGood { public IAsyncEnumerable<int> Call() => null!; }")]
    [InlineData("FHE014", "public interface IGood : IGrainWithStringKey; [ImplicitStreamSubscription(\"n\")] public class Bad : Grain, IGood;")]
    public void What_the_runtime_cannot_do_is_a_diagnostic(string id, string source)
    {
        var (diagnostics, _) = Run(source);

        Assert.Equal([id], diagnostics.Select(diagnostic => diagnostic.Id).Distinct());
    }

    [Fact]
    public void Generated_code_compiles_without_a_warning()
    {
        var (diagnostics, compilation) = Run("""
            namespace A.B;
            [GenerateSerializer, Alias("m")]
            public sealed record Message([property: Id(0)] string? Text);

            [Alias("good")]
            public interface IGood : IGrainWithStringKey
            {
                Task<Message?> One(Message? message, CancellationToken cancellationToken = default);
                ValueTask<(int Count, string? Name)> Two(params int[] numbers);
                IAsyncEnumerable<Message> Three(Dictionary<string, List<int?>> map, CancellationToken cancellationToken);
                [OneWay] ValueTask Four(string @class, string call);
                [System.Obsolete("old")] Task Five();
            }

            internal sealed class Outer
            {
                internal interface INested : IGood { Task Six(); }
            }

            public sealed class State { public int Number { get; set; } }

            internal sealed class Nested([PersistentState("s")] IPersistentState<State> state, IGrainFactory factory) : Grain, Outer.INested
            {
                public object Both => (state, factory);
                public Task<Message?> One(Message? message, CancellationToken cancellationToken) => Task.FromResult(message);
                public ValueTask<(int Count, string? Name)> Two(params int[] numbers) => new((numbers.Length, null));
                public async IAsyncEnumerable<Message> Three(Dictionary<string, List<int?>> map, CancellationToken cancellationToken)
                {
                    await Task.Yield();
                    yield break;
                }
                public ValueTask Four(string @class, string call) => default;
                public Task Five() => Task.CompletedTask;
                public Task Six() => Task.CompletedTask;
            }
            """);

        Assert.Empty(diagnostics);
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning && diagnostic.Id != "CS8425"));
        Assert.Contains("\"good\"", string.Concat(compilation.SyntaxTrees.Skip(1)), StringComparison.Ordinal);
    }

    private static (IReadOnlyList<Diagnostic> Diagnostics, Compilation Compilation) Run(string source)
    {
        var compilation = CSharpCompilation.Create(
            "Generated.Tests",
            [CSharpSyntaxTree.ParseText(Header + source)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var driver = CSharpGeneratorDriver.Create(new GrainGenerator());
        driver.RunGeneratorsAndUpdateCompilation(compilation, out var updated, out var diagnostics);
        return (diagnostics, updated);
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => !path.Contains("xunit", StringComparison.OrdinalIgnoreCase))
        .Select(path => MetadataReference.CreateFromFile(path));
}
