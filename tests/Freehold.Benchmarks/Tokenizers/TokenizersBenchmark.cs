using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Freehold.Inference.Tokenizers;
using Freehold.Testing;

namespace Freehold.Benchmarks.Tokenizers;

/// <summary>
/// Megabytes of UTF-8 that each kind of tokenizer encodes in a second on one core, over the texts and vocabularies of ../shared/data;
/// what is not there is left out.
/// </summary>
internal sealed class TokenizersBenchmark : IBenchmark
{
    private const int Rounds = 7, LongWordChars = 1 << 20;

    private const string WordPieceOption = "--wordpiece";

    public string Name => "tokenizers";

    public string Summary => "MB/s encoded, decoded and loading time of each kind of tokenizer (--wordpiece FILE adds one)";

    public IReadOnlyCollection<string> Options => [WordPieceOption];

    public Task RunAsync(Report report, Arguments arguments, CancellationToken cancellationToken)
    {
        var texts = Texts().ToList();
        foreach (var (name, path) in Sources(arguments))
        {
            cancellationToken.ThrowIfCancellationRequested();
            Measure(report, name, path, texts);
        }

        return Task.CompletedTask;
    }

    private static void Measure(Report report, string name, string path, List<(string Name, string Text)> texts)
    {
        var tokenizer = TokenizerFactory.Load(path);
        foreach (var (_, text) in texts)
            tokenizer.Encode(text);
        report.AddMedian($"{name}_load_ms", Seconds(() => TokenizerFactory.Load(path)).ConvertAll(seconds => seconds * 1_000));
        foreach (var (textName, text) in texts)
        {
            var megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
            report.AddMedian($"{name}_{textName}_mb_s", Rates(megabytes, () => tokenizer.Encode(text)));

            // A tokenizer that has never seen the text: no word is in its cache.
            var fresh = new Queue<ITokenizer>(Enumerable.Range(0, Rounds).Select(_ => TokenizerFactory.Load(path)));
            report.AddMedian($"{name}_{textName}_fresh_mb_s", Rates(megabytes, () => fresh.Dequeue().Encode(text)));
            var ids = tokenizer.Encode(text);
            report.AddMedian($"{name}_{textName}_decode_mb_s", Rates(megabytes, () => tokenizer.Decode(ids)));
        }

        var word = string.Create(LongWordChars, new Random(1), (span, random) =>
        {
            foreach (ref var letter in span)
                letter = (char)('a' + random.Next(26));
        });
        report.AddMedian($"{name}_long_word_mb_s", Rates(LongWordChars / 1e6, () => tokenizer.Encode(word)));
    }

    private static List<double> Rates(double megabytes, Action action) => Seconds(action).ConvertAll(seconds => megabytes / seconds);

    private static List<double> Seconds(Action action)
    {
        var seconds = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var started = Stopwatch.GetTimestamp();
            action();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return seconds;
    }

    private static IEnumerable<(string Name, string Path)> Sources(Arguments arguments)
    {
        (string Name, string? Path)[] sources =
        [
            ("llama3", RepositoryPaths.SharedData("tokenizers", "llama3_1", "tokenizer.json")),
            ("qwen3", RepositoryPaths.SharedData("tokenizers", "qwen3", "tokenizer.json")),
            ("gpt2", RepositoryPaths.SharedData("tokenizers", "reference", "ggml-vocab-gpt-2.gguf")),
            ("spm", RepositoryPaths.SharedData("tokenizers", "reference", "ggml-vocab-llama-spm.gguf")),
            ("wordpiece", arguments.Text(WordPieceOption)),
        ];
        return sources.Where(source => source.Path is not null).Select(source => (source.Name, source.Path!));
    }

    private static IEnumerable<(string Name, string Text)> Texts()
    {
        if (RepositoryPaths.SharedData("text", "tinyshakespeare.txt") is { } shakespeare)
            yield return ("shakespeare", File.ReadAllText(shakespeare));
        if (RepositoryPaths.SharedData("text", "wikitext_1000.json") is { } wikitext)
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(wikitext));
            yield return ("wikitext", string.Join('\n', document.RootElement.EnumerateArray().Select(passage => passage.ToString())));
        }
    }
}
