using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Freehold.Inference.Specialists.Features;

namespace Freehold.Inference.Specialists.Extraction;

/// <summary>The room for extracting from one text; grows to the largest model that it served. Not for two threads at a time.</summary>
internal sealed class ExtractorScratch
{
    public const int MaxTokens = 512;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private float[] _emissions = [];

    public TextToken[] Tokens { get; } = new TextToken[MaxTokens];

    public int[] Tags { get; } = new int[MaxTokens];

    public int[] Buckets { get; } = new int[TokenFeatures.Count];

    public SpanDecoder Decoder { get; } = new();

    public ArrayBufferWriter<byte> Json { get; } = new();

    public Utf8JsonWriter Writer { get; }

    public ExtractorScratch() => Writer = new Utf8JsonWriter(Json, Options);

    public Span<float> Emissions(int length)
    {
        if (_emissions.Length < length)
            _emissions = new float[length];
        return _emissions.AsSpan(0, length);
    }
}
