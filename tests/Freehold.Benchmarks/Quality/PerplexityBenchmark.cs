using Freehold.Inference;

namespace Freehold.Benchmarks.Quality;

/// <summary>Perplexity of a model on stories, computed as llama.cpp's llama-perplexity does, and beside that program where it is given.</summary>
internal sealed class PerplexityBenchmark : IBenchmark
{
    private const int DefaultContext = 256, DefaultStories = 200;

    public string Name => "perplexity";

    public string Summary => "perplexity of a model on TinyStories, beside llama-perplexity";

    public IReadOnlyCollection<string> Options => ["--model", "--text", "--context", "--stories", "--peer"];

    public async Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var path = arguments.Text("--model") ?? throw new UsageException("Name the model by --model FILE.");
        var context = arguments.Integer("--context", DefaultContext, 4, ModelLoadOptions.MaxBatchTokensLimit);
        var text = StoryText.Read(arguments.Text("--text"), arguments.Integer("--stories", DefaultStories, 1, 1_000_000));

        var load = new ModelLoadOptions { MaxBatchTokens = context, KvCacheTokens = Math.Max(64, context) };
        using (var model = LoadedModel.Load(path, load, cancellationToken))
        {
            var result = Perplexity.Measure(model, text, context, cancellationToken);
            report.Add("perplexity", result.Value, $"+- {result.Error:N5}, {result.Chunks} chunks of {context} tokens");
            report.Add("perplexity_error", result.Error, "one standard error");
        }

        var peer = arguments.Text("--peer") ?? Environment.GetEnvironmentVariable(LlamaPerplexity.Variable);
        if (string.IsNullOrEmpty(peer))
            return;
        var theirs = await LlamaPerplexity.RunAsync(peer, path, text, context, cancellationToken);
        report.Add("peer_perplexity", theirs, "llama-perplexity, F32 keys and values");
    }
}
