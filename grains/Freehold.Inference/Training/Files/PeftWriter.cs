using System.Text.Json;
using Freehold.Inference.Formats;
using Freehold.Inference.Formats.Safetensors;
using Freehold.Inference.Training.Network;

namespace Freehold.Inference.Training.Files;

/// <summary>Writes a trained adapter as Hugging Face's PEFT saves one; <see cref="Adapters.PeftFolder"/> reads it.</summary>
internal static class PeftWriter
{
    private const string Prefix = "base_model.model.";

    /// <param name="folder">Where it goes; made where it is not there.</param>
    /// <param name="network">The trained network.</param>
    /// <param name="options">What the adapter is.</param>
    /// <param name="baseModel">Name of the model that it was trained on.</param>
    public static void Write(string folder, NetworkWeights network, LoraOptions options, string baseModel)
    {
        Directory.CreateDirectory(folder);
        var output = new SafetensorsOutput();
        foreach (var linear in network.Layers.SelectMany(layer => layer.Linears))
        {
            if (linear.Adapter is not { } adapter)
                continue;
            var module = Prefix + TrainedNames.Module(linear.Name);

            // Only outputs are turned by position, so only B's rows have an order.
            output.Add(module + ".lora_A.weight", [adapter.Rank, linear.Columns], TrainedNames.Rows(network, adapter.A, ""));
            output.Add(module + ".lora_B.weight", [linear.Rows, adapter.Rank], TrainedNames.Rows(network, adapter.B, linear.Name));
        }

        output.SetMetadata("format", "pt");
        output.Save(Path.Combine(folder, "adapter_model.safetensors"));
        var config = Config(options, baseModel);
        AtomicFile.Write(Path.Combine(folder, "adapter_config.json"), config.Length, overwrite: true, stream => stream.Write(config), _ => { });
    }

    private static byte[] Config(LoraOptions options, string baseModel)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("peft_type", "LORA");
            json.WriteString("task_type", "CAUSAL_LM");
            json.WriteString("base_model_name_or_path", baseModel);
            json.WriteNumber("r", options.Rank);
            json.WriteNumber("lora_alpha", options.Alpha);
            json.WriteNumber("lora_dropout", options.Dropout);
            json.WriteString("bias", "none");
            json.WriteBoolean("fan_in_fan_out", false);
            json.WriteBoolean("inference_mode", true);
            json.WriteStartArray("target_modules");
            foreach (var target in LoraOptions.Projections.Where(options.Targets.Contains))
                json.WriteStringValue(target);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
