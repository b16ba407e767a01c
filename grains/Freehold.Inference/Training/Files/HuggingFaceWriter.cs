using System.Text.Json.Nodes;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Models.Decoder;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training.Files;

/// <summary>Writes trained weights as a Hugging Face folder, which this engine runs and <c>freehold models import</c> turns into a GGUF file.</summary>
internal static class HuggingFaceWriter
{
    // What lies beside the weights and does not change with them.
    private static readonly string[] Companions =
    [
        "generation_config.json", "tokenizer.json", "tokenizer_config.json", "tokenizer.model", "special_tokens_map.json",
        "chat_template.jinja",
    ];

    /// <param name="folder">Where it goes; made where it is not there.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="source">The model that it began as; null for a new one.</param>
    /// <param name="beginOfTextId">Token that begins a text, of a new model.</param>
    public static void Write(string folder, NetworkWeights network, ModelFile? source, int? beginOfTextId)
    {
        Directory.CreateDirectory(folder);
        var output = new SafetensorsOutput();
        foreach (var parameter in network.Parameters.Parameters)
            Add(output, network, parameter);
        output.SetMetadata("format", "pt");
        output.Save(Path.Combine(folder, "model.safetensors"));

        var config = source is SafetensorsModelFile huggingFace ? CopyBeside(huggingFace, folder) : Config(network, beginOfTextId);
        config["torch_dtype"] = "float32";
        var text = System.Text.Encoding.UTF8.GetBytes(config.ToJsonString());
        AtomicFile.Write(Path.Combine(folder, "config.json"), text.Length, overwrite: true, stream => stream.Write(text), _ => { });
    }

    private static void Add(SafetensorsOutput output, NetworkWeights network, Parameter parameter)
    {
        var dot = parameter.Name.LastIndexOf('.');
        var (module, ending) = (parameter.Name[..dot], parameter.Name[dot..]);
        int[] shape = parameter.Rows == 1 ? [parameter.Columns] : [parameter.Rows, parameter.Columns];
        output.Add(TrainedNames.Module(module) + ending, shape, TrainedNames.Rows(network, parameter, parameter.Rows == 1 ? "" : module));
    }

    private static JsonObject CopyBeside(SafetensorsModelFile source, string folder)
    {
        var from = Directory.Exists(source.Path) ? source.Path : Path.GetDirectoryName(Path.GetFullPath(source.Path))!;
        foreach (var name in Companions)
        {
            if (File.Exists(Path.Combine(from, name)))
                File.Copy(Path.Combine(from, name), Path.Combine(folder, name), overwrite: true);
        }

        return JsonNode.Parse(File.ReadAllBytes(Path.Combine(from, "config.json")))!.AsObject();
    }

    private static JsonObject Config(NetworkWeights network, int? beginOfTextId)
    {
        var (config, layer) = (network.Config, network.Traits.Layers[0]);
        var isWindowed = layer.WindowTokens != LayerTraits.Unlimited;
        var (family, architecture) = config.Family switch
        {
            "llama" when isWindowed => ("mistral", "MistralForCausalLM"),
            "qwen2" => ("qwen2", "Qwen2ForCausalLM"),
            "qwen3" => ("qwen3", "Qwen3ForCausalLM"),
            _ => ("llama", "LlamaForCausalLM"),
        };
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray(architecture),
            ["model_type"] = family,
            ["hidden_act"] = "silu",
            ["hidden_size"] = config.HiddenSize,
            ["intermediate_size"] = config.FeedForwardSize,
            ["num_hidden_layers"] = config.LayerCount,
            ["num_attention_heads"] = config.HeadCount,
            ["num_key_value_heads"] = config.KvHeadCount,
            ["head_dim"] = config.HeadSize,
            ["vocab_size"] = config.VocabularySize,
            ["max_position_embeddings"] = config.ContextLength,
            ["rms_norm_eps"] = config.NormEpsilon,
            ["rope_theta"] = layer.Rope.Theta,
            ["tie_word_embeddings"] = ReferenceEquals(network.Output, network.Embedding),
            ["eos_token_id"] = new JsonArray([.. config.EndOfTextIds.Select(id => JsonValue.Create(id))]),
        };
        if (isWindowed)
            json["sliding_window"] = layer.WindowTokens;
        if (beginOfTextId is { } begin)
            json["bos_token_id"] = begin;
        return json;
    }
}
