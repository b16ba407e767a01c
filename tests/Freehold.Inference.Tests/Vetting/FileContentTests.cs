using System.Text;
using Freehold.Inference.Vetting;

namespace Freehold.Inference.Tests.Vetting;

public class FileContentTests
{
    public static TheoryData<string, string, FileContent> Heads() => new()
    {
        { "protocol 2", "80027d71002e", FileContent.Pickle },
        { "protocol 4", "80049500", FileContent.Pickle },
        { "PyTorch's old form", "80028a0a6cfc9c46f9206aa850192e", FileContent.Pickle },
        { "numpy", "934e554d50590100", FileContent.Pickle },
        { "zip, as torch.save writes", "504b0304", FileContent.Archive },
        { "gzip", "1f8b0800", FileContent.Archive },
        { "7z", "377abcaf271c", FileContent.Archive },
        { "ELF", "7f454c4602", FileContent.Program },
        { "PNG", "89504e470d0a", FileContent.Picture },
        { "GGUF", "4747554603000000", FileContent.Gguf },
        { "safetensors", "48000000000000007b22", FileContent.Safetensors },
        { "a header too long for safetensors", "48000000000000ff7b22", FileContent.Other },
        { "noise", "0001020304", FileContent.Other },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void A_file_is_what_its_first_bytes_say(string what, string hex, FileContent content) =>
        Assert.True(content == FileContents.Of(Convert.FromHexString(hex), 1_000), what);

    [Theory]
    [InlineData("cos\nsystem\n(S'echo'\ntR.", FileContent.Pickle)]
    [InlineData("(dp0\nS'a'\nI1\ns.", FileContent.Pickle)]
    [InlineData("#!/bin/sh\n", FileContent.Program)]
    [InlineData("changelog\nversion\n1.0\n", FileContent.Text)]
    [InlineData("(c) 2024 somebody.\nAll rights.\n", FileContent.Text)]
    [InlineData("{\"a\": 1}", FileContent.Text)]
    [InlineData("Größe", FileContent.Text)]
    public void Text_is_told_from_the_old_forms_of_pickle(string text, FileContent content) =>
        Assert.Equal(content, FileContents.Of(Encoding.UTF8.GetBytes(text), 100));

    [Fact]
    public void Nothing_is_nothing() => Assert.Equal(FileContent.Empty, FileContents.Of([], 0));
}
