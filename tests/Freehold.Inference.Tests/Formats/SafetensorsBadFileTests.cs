using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Formats;

/// <summary>Each way in which a safetensors file can be wrong, and what we say about it.</summary>
public sealed class SafetensorsBadFileTests
{
    private static readonly Dictionary<string, (Func<byte[]> Make, string What, string Where)> Cases = new()
    {
        ["empty"] = (() => [], "empty", "byte offset 0"),
        ["five bytes"] = (() => new byte[5], "shorter than its header length", "byte offset 0"),
        ["header longer than the file"] = (() => [0xFF, 0xFF, 0, 0, 0, 0, 0, 0, (byte)'{'], "claims 65535 bytes", "byte offset 0"),
        ["header length of all ones"] = (() => [.. Enumerable.Repeat((byte)0xFF, 16)], "claims 18446744073709551615", "byte offset 0"),
        ["not JSON"] = (() => SafetensorsWriter.Compose("{\"a\":", []), "malformed", "header"),
        ["not an object"] = (() => SafetensorsWriter.Compose("[1]", []), "not an object", "header"),
        ["deeper than any header"] = (() => SafetensorsWriter.Compose(new string('[', 5000), []), "malformed", "header"),
        ["half a surrogate pair"] = (() => SafetensorsWriter.Compose("{\"\\ud800\":{}}", []), "not valid Unicode", "header"),
        ["name twice"] = (() => Two("\"a\"", "[0,8]", "\"a\"", "[8,16]"), "'a' occurs twice", "header"),
        ["entry is a number"] = (() => SafetensorsWriter.Compose("{\"a\":7}", []), "dtype '' is not supported", "tensor 'a'"),
        ["unsupported dtype"] = (() => One("F8_E4M3", "[2]", "[0,2]", 2), "'F8_E4M3' is not supported", "tensor 'a'"),
        ["shape larger than the bytes"] = (() => One("F32", "[3]", "[0,8]", 8), "reach past the end", "tensor 'a'"),
        ["shape smaller than the bytes"] = (() => One("F32", "[1]", "[0,8]", 8), "make 4 bytes, data_offsets span 8", "tensor 'a'"),
        ["shape overflows"] = (
            () => One("F32", "[2147483647,2147483647,2147483647,2147483647]", "[0,8]", 8), "does not fit", "tensor 'a'"),
        ["negative extent"] = (() => One("F32", "[-1]", "[0,8]", 8), "not a whole number", "tensor 'a'"),
        ["extent with a fraction"] = (() => One("F32", "[2.5]", "[0,8]", 8), "not a whole number", "tensor 'a'"),
        ["offsets out of range"] = (() => One("F32", "[2]", "[8,16]", 8), "reach past the end", "tensor 'a'"),
        ["offsets of all ones"] = (
            () => One("F32", "[2]", "[18446744073709551608,18446744073709551615]", 8), "reach past the end", "tensor 'a'"),
        ["offsets the wrong way round"] = (() => One("F32", "[2]", "[8,0]", 8), "not a start and an end", "tensor 'a'"),
        ["one offset"] = (() => One("F32", "[2]", "[8]", 8), "not a start and an end", "tensor 'a'"),
        ["no offsets"] = (() => SafetensorsWriter.Compose("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}", new byte[8]), "data_offsets", "tensor 'a'"),
        ["overlap"] = (() => Two("\"a\"", "[0,8]", "\"b\"", "[4,12]"), "overlap", "tensor 'b'"),
        ["hole"] = (() => Two("\"a\"", "[0,8]", "\"b\"", "[12,20]"), "4 bytes before tensor 'b' belong to none", "byte offset"),
        ["bytes after the end"] = (() => One("F32", "[2]", "[0,8]", 12), "4 bytes after the last tensor", "byte offset"),
        ["not a model's tensors"] = (() => One("F32", "[2]", "[0,8]", 8), "missing", "tensor 'token_embd.weight'"),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void A_bad_file_is_refused_with_what_where_and_remedy(string name)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed: 1);
        File.WriteAllBytes(folder["model.safetensors"], Cases[name].Make());

        var refusal = Assert.Throws<ModelFormatException>(() => Load(folder.FullPath));

        Assert.Contains(Cases[name].What, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Cases[name].Where, refusal.Where, StringComparison.Ordinal);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Theory]
    [InlineData("\"model_type\": \"llama\"", "\"model_type\": \"mamba\"", "model family 'mamba' is not supported; supported: llama")]
    [InlineData("\"hidden_act\": \"silu\"", "\"hidden_act\": \"gelu\"", "hidden_act 'gelu' is not supported")]
    [InlineData("\"vocab_size\"", "\"vo\\ud800cab_size\"", "not valid Unicode")]
    [InlineData("\"hidden_size\": 40", "\"hidden_size\": -40", "'hidden_size' is not a whole number")]
    [InlineData("\"hidden_size\": 40", "\"hidden_size\": 48", "the configuration says")]
    [InlineData("\"hidden_size\": 40,", "", "'hidden_size' is missing")]
    [InlineData("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 2000000000", "layer count 2000000000")]
    [InlineData("\"num_attention_heads\": 4", "\"num_attention_heads\": 0", "head count 0")]
    [InlineData("\"rms_norm_eps\": 1e-05", "\"rms_norm_eps\": \"small\"", "'rms_norm_eps' is not a number")]
    [InlineData("\"rope_theta\"", "\"rope_scaling\": {\"rope_type\": \"yarn\"}, \"rope_theta\"", "rope_type 'yarn' is not supported")]
    [InlineData("\"tie_word_embeddings\": false", "\"attention_bias\": true", "attention_bias 'true' is not supported")]
    [InlineData("}", "", "malformed")]
    public void A_bad_configuration_is_refused(string good, string bad, string what)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed: 1);
        var config = File.ReadAllText(folder["config.json"]);
        Assert.Contains(good, config, StringComparison.Ordinal);
        File.WriteAllText(folder["config.json"], config.Replace(good, bad, StringComparison.Ordinal));

        Assert.Contains(what, Assert.Throws<ModelFormatException>(() => Load(folder.FullPath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"../outside.safetensors\"", "not the plain name")]
    [InlineData("\"a\\u0000.safetensors\"", "not the plain name")]
    [InlineData("\"config.json\"", "not the plain name")]
    [InlineData("7", "is not a text")]
    public void An_index_cannot_name_a_file_elsewhere(string file, string what)
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed: 1);
        File.WriteAllText(folder["model.safetensors.index.json"], $$$"""{"weight_map": {"lm_head.weight": {{{file}}}}}""");

        Assert.Contains(what, Assert.Throws<ModelFormatException>(() => Load(folder.FullPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_promises_a_tensor_that_its_shard_lacks_is_refused()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteHuggingFace(folder.FullPath, seed: 1);
        File.WriteAllText(folder["model.safetensors.index.json"], """{"weight_map": {"ghost": "model.safetensors"}}""");

        Assert.Contains("which lacks it", Assert.Throws<ModelFormatException>(() => Load(folder.FullPath)).Message, StringComparison.Ordinal);
    }

    private static void Load(string folder) => LoadedModel.Load(folder, new ModelLoadOptions { Threads = 1 }).Dispose();

    private static byte[] One(string dtype, string shape, string offsets, int bytes) => SafetensorsWriter.Compose(
        $$$"""{"a": {"dtype": "{{{dtype}}}", "shape": {{{shape}}}, "data_offsets": {{{offsets}}}}}""", new byte[bytes]);

    private static byte[] Two(string nameA, string offsetsA, string nameB, string offsetsB) => SafetensorsWriter.Compose(
        $$$"""
        {{{{nameA}}}: {"dtype": "F32", "shape": [2], "data_offsets": {{{offsetsA}}}},
        {{{nameB}}}: {"dtype": "F32", "shape": [2], "data_offsets": {{{offsetsB}}}}}
        """, new byte[20]);
}
