namespace Freehold.Inference.Tests.Templates;

/// <summary>Templates in the style of families of models, with what Jinja 3.1 makes of a conversation.</summary>
internal static class FamilyCases
{
    /// <summary>The conversation: without the system message where a family's template refuses one.</summary>
    public const string System = "Be brief.", FirstUser = " hi ", Assistant = "yo", SecondUser = "bye";

    public static readonly (string Family, string Template, bool TakesSystem, string Expected)[] All =
    [
        (
            "ChatMl",
            "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ '<|im_start|>system" +
            "\nYou are a helpful assistant named Smol<|im_end|>\n' }}{% endif %}{{'<|im_start|>' + message['role'] + '\n" +
            "' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>as" +
            "sistant\n' }}{% endif %}",
            true,
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\n hi <|im_end|>\n<|im_start|>assistant\nyo<|im_e" +
            "nd|>\n<|im_start|>user\nbye<|im_end|>\n<|im_start|>assistant\n"),
        (
            "Mistral",
            "{{ bos_token }}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}" +
            "{{ raise_exception('Conversation roles must alternate user/assistant/user/assistant/...') }}{% endif %}{% " +
            "if message['role'] == 'user' %}{{ '[INST] ' + message['content'] + ' [/INST]' }}{% elif message['role'] ==" +
            " 'assistant' %}{{ message['content'] + eos_token}}{% else %}{{ raise_exception('Only user and assistant ro" +
            "les are supported!') }}{% endif %}{% endfor %}",
            false,
            "<s>[INST]  hi  [/INST]yo</s>[INST] bye [/INST]"),
        (
            "Gemma",
            "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{" +
            "% endif %}{% for message in messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ ra" +
            "ise_exception('Conversation roles must alternate') }}{% endif %}{% if (message['role'] == 'assistant') %}{" +
            "% set role = 'model' %}{% else %}{% set role = message['role'] %}{% endif %}{{ '<start_of_turn>' + role + " +
            "'\n' + message['content'] | trim + '<end_of_turn>\n' }}{% endfor %}{% if add_generation_prompt %}{{'<start" +
            "_of_turn>model\n'}}{% endif %}",
            false,
            "<s><start_of_turn>user\nhi<end_of_turn>\n<start_of_turn>model\nyo<end_of_turn>\n<start_of_turn>user\nbye<e" +
            "nd_of_turn>\n<start_of_turn>model\n"),
        (
            "Phi3",
            "{{ bos_token }}{% for message in messages %}{{'<|' + message['role'] + '|>' + '\n' + message['content'] + " +
            "'<|end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}",
            true,
            "<s><|system|>\nBe brief.<|end|>\n<|user|>\n hi <|end|>\n<|assistant|>\nyo<|end|>\n<|user|>\nbye<|end|>\n<|" +
            "assistant|>\n"),
        (
            "Llama2",
            "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{% set system_message = mess" +
            "ages[0]['content'] %}{% else %}{% set loop_messages = messages %}{% set system_message = false %}{% endif " +
            "%}{% for message in loop_messages %}{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise" +
            "_exception('roles must alternate') }}{% endif %}{% if loop.index0 == 0 and system_message != false %}{% se" +
            "t content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}{% else %}{% set co" +
            "ntent = message['content'] %}{% endif %}{% if message['role'] == 'user' %}{{ bos_token + '[INST] ' + conte" +
            "nt.strip() + ' [/INST]' }}{% elif message['role'] == 'assistant' %}{{ ' '  + content.strip() + ' ' + eos_t" +
            "oken }}{% endif %}{% endfor %}",
            true,
            "<s>[INST] <<SYS>>\nBe brief.\n<</SYS>>\n\n hi [/INST] yo </s><s>[INST] bye [/INST]"),
    ];
}
