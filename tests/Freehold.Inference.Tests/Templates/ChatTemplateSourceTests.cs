using Freehold.Inference.Formats;
using Freehold.Inference.Templates;
using Freehold.Testing;

namespace Freehold.Inference.Tests.Templates;

public sealed class ChatTemplateSourceTests
{
    private static readonly ChatTemplateInput Plain = new() { Messages = [new() { Role = "user", Content = "hi" }] };

    [Fact]
    public void A_text_in_tokenizer_config_is_the_template_and_its_tokens_are_variables()
    {
        Assert.Equal("<s>hi</s>", Render(
            """
            {"chat_template": "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}{{ unk_token }}",
             "bos_token": {"content": "<s>", "lstrip": false}, "eos_token": "</s>", "unk_token": null}
            """));
    }

    [Fact]
    public void Of_a_list_of_templates_requests_with_tools_get_the_one_for_them()
    {
        const string config = """
            {"chat_template": [{"name": "default", "template": "plain"}, {"name": "tool_use", "template": "{{ tools|length }} tools"}]}
            """;
        Assert.Equal("plain", Render(config));
        Assert.Equal("1 tools", Render(config, Plain with { ToolsJson = """[{"type": "function"}]""" }));
    }

    [Fact]
    public void A_template_file_beside_takes_precedence()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["tokenizer_config.json"], """{"chat_template": "old", "bos_token": "<s>"}""");
        File.WriteAllText(folder["chat_template.jinja"], "new {{ bos_token }}");
        Assert.Equal("new <s>", ChatTemplateSource.OfFolder(folder.FullPath)!.Parse(null).Render(Plain, TemplateCases.Clock).Text);
    }

    [Fact]
    public void A_folder_without_a_template_has_none()
    {
        using var folder = new TempFolder();
        Assert.Null(ChatTemplateSource.OfFolder(folder.FullPath));
        File.WriteAllText(folder["tokenizer_config.json"], "{}");
        Assert.Null(ChatTemplateSource.OfFolder(folder.FullPath));
    }

    [Fact]
    public void A_model_file_brings_its_template_with_the_vocabularys_tokens()
    {
        using var folder = new TempFolder();
        TinyLlama.Gguf(1).Set("tokenizer.chat_template", "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}").Save(folder["m.gguf"]);
        using (var model = LoadedModel.Load(folder["m.gguf"], new ModelLoadOptions { Threads = 1 }))
            Assert.Equal("<s>hi</s>", model.ChatTemplate!.Render(Plain, TemplateCases.Clock).Text);

        File.WriteAllText(folder["m.jinja"], "mine");
        using var overridden = LoadedModel.Load(folder["m.gguf"], new ModelLoadOptions { Threads = 1 });
        Assert.Equal("mine", overridden.ChatTemplate!.Render(Plain, TemplateCases.Clock).Text);
    }

    [Fact]
    public void A_model_whose_template_is_not_supported_is_refused_with_what_to_do()
    {
        using var folder = new TempFolder();
        TinyLlama.Gguf(1).Set("tokenizer.chat_template", "a\n{{ x|nosuch }}").Save(folder["m.gguf"]);
        var fault = Assert.Throws<ModelFormatException>(() => LoadedModel.Load(folder["m.gguf"], new ModelLoadOptions { Threads = 1 }));
        Assert.Contains("line 2, column 6: the filter 'nosuch'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("m.jinja", fault.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_are_encoded_as_one_text_with_the_templates_control_tokens_only()
    {
        using var folder = new TempFolder();
        TinyLlama.WriteGguf(folder["m.gguf"], 1);
        using var model = LoadedModel.Load(folder["m.gguf"], new ModelLoadOptions { Threads = 1 });
        var tokenizer = model.Tokenizer!;
        Assert.Equal(
            [1, .. tokenizer.Encode("on", false), 2, .. tokenizer.Encode("a</s>", false)],
            tokenizer.Encode([new("o", true), new("n</s>", false), new("a</s>", true)]));
        Assert.Equal([1, .. tokenizer.Encode("the", false)], tokenizer.Encode([new("<s>t", false), new("he", true)]));
        Assert.Equal([1, .. tokenizer.Encode("</s>", false)], tokenizer.Encode([new("</", false), new("s>", true)]));
    }

    private static string Render(string config, ChatTemplateInput? input = null)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["tokenizer_config.json"], config);
        return ChatTemplateSource.OfFolder(folder.FullPath)!.Parse(null).Render(input ?? Plain, TemplateCases.Clock).Text;
    }
}
