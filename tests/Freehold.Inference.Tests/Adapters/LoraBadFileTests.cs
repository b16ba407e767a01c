using System.Text.Json.Nodes;
using Freehold.Inference.Formats;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Adapters;

/// <summary>What is not a plain LoRA of the model is refused by name, and costs the model nothing.</summary>
public sealed class LoraBadFileTests : IDisposable
{
    private static readonly TinyLlamaShape Shape = new();

    private readonly TempFolder _folder = new();
    private readonly LoadedModel _model;

    public LoraBadFileTests()
    {
        TinyLlama.WriteGguf(_folder["base.gguf"], seed: 3, Shape);
        _model = LoadedModel.Load(_folder["base.gguf"], new ModelLoadOptions { Threads = 1 });
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("peft_type", "\"IA3\"", "peft_type 'IA3' is not supported")]
    [InlineData("bias", "\"all\"", "bias 'all' is not supported")]
    [InlineData("use_dora", "true", "use_dora is set")]
    [InlineData("fan_in_fan_out", "true", "fan_in_fan_out is set")]
    [InlineData("modules_to_save", "[\"lm_head\"]", "modules_to_save is set")]
    [InlineData("alpha_pattern", "{\"q_proj\": 4}", "alpha_pattern is set")]
    [InlineData("r", "0", "r is 0; it must be from 1 to 512")]
    [InlineData("r", "\"3\"", "'r' is not a whole number")]
    [InlineData("lora_alpha", "null", "'lora_alpha' is missing")]
    public void A_setting_that_changes_the_numbers_is_refused(string key, string value, string message)
    {
        var config = new TinyAdapter(1, Shape).Config();
        config[key] = JsonNode.Parse(value);
        Assert.Contains(message, Refused(config, new TinyAdapter(1, Shape).Weights().ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_are_off_are_not_refused()
    {
        var config = new TinyAdapter(1, Shape).Config();
        config["use_dora"] = false;
        config["rank_pattern"] = new JsonObject();
        config["modules_to_save"] = new JsonArray();
        Assert.Equal(3, Load(config, new TinyAdapter(1, Shape).Weights().ToArray()).Rank);
    }

    [Theory]
    [InlineData("base_model.model.model.layers.0.self_attn.q_proj.lora_magnitude_vector.weight", "not a matrix lora_A or lora_B")]
    [InlineData("base_model.model.model.embed_tokens.lora_embedding_A", "not a matrix lora_A or lora_B")]
    [InlineData("base_model.model.model.layers.9.mlp.up_proj.lora_A.weight", "has only one of its two matrices")]
    public void A_tensor_that_is_no_half_of_a_pair_is_refused(string name, string message)
    {
        var weights = new TinyAdapter(1, Shape).Weights().Add(name, [3, 40], new float[120]);
        Assert.Contains(message, Refused(new TinyAdapter(1, Shape).Config(), weights.ToArray()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.layers.9.mlp.up_proj")]
    [InlineData("lm_head")]
    [InlineData("model.layers.0.mlp.experts.0.up_proj")]
    public void A_module_that_the_model_does_not_have_is_refused_by_name(string module)
    {
        var weights = new TinyAdapter(1, Shape).Weights()
            .Add($"base_model.model.{module}.lora_A.weight", [3, 40], new float[120])
            .Add($"base_model.model.{module}.lora_B.weight", [40, 3], new float[120]);
        Assert.Contains($"module '{module}'", Refused(new TinyAdapter(1, Shape).Config(), weights.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_of_another_model_is_refused_with_both_shapes()
    {
        var other = new TinyAdapter(1, Shape with { HiddenSize = 48 });
        Assert.Contains("maps 48 numbers to 48, the model's layer 40 to 40", Refused(other.Config(), other.Weights().ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adapter_that_adapts_nothing_is_refused() =>
        Assert.Contains("adapts nothing", Refused(new TinyAdapter(1, Shape).Config(), new SafetensorsWriter().ToArray()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_safetensors_is_refused()
    {
        Directory.CreateDirectory(_folder["pickle"]);
        File.WriteAllText(Path.Combine(_folder["pickle"], "adapter_config.json"), new TinyAdapter(1, Shape).Config().ToJsonString());
        File.WriteAllBytes(Path.Combine(_folder["pickle"], "adapter_model.bin"), [0x80, 2]);
        Assert.Throws<FileNotFoundException>(() => _model.LoadAdapter(_folder["pickle"]));
    }

    private ModelFormatException Refused(JsonObject config, byte[] weights) => Assert.Throws<ModelFormatException>(() => Load(config, weights));

    private Freehold.Inference.Adapters.LoraAdapter Load(JsonObject config, byte[] weights)
    {
        var folder = Directory.CreateDirectory(_folder["adapter"]).FullName;
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), config.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, "adapter_model.safetensors"), weights);
        return _model.LoadAdapter(folder);
    }
}
