"""The training loop that anyone would write in PyTorch, of a Llama's shape given as JSON in argv[1]; prints one JSON object."""
import json
import math
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Norm(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Linear(nn.Module):
    def __init__(self, inputs, outputs, rank):
        super().__init__()
        self.base = nn.Linear(inputs, outputs, bias=False)
        self.rank = rank
        if rank:
            self.a = nn.Linear(inputs, rank, bias=False)
            self.b = nn.Linear(rank, outputs, bias=False)
            nn.init.zeros_(self.b.weight)

    def forward(self, x):
        return self.base(x) + 2.0 * self.b(self.a(x)) if self.rank else self.base(x)


def turn(x, cos, sin):
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, a * sin + b * cos), -1)


class Layer(nn.Module):
    def __init__(self, s):
        super().__init__()
        d, r = s["hidden"], s["rank"]
        self.heads, self.kv, self.size = s["heads"], s["kv_heads"], d // s["heads"]
        self.n1, self.n2 = Norm(d), Norm(d)
        self.q, self.o = Linear(d, d, r), Linear(d, d, r)
        self.k, self.v = Linear(d, self.kv * self.size, r), Linear(d, self.kv * self.size, r)
        self.gate, self.up, self.down = Linear(d, s["wide"], r), Linear(d, s["wide"], r), Linear(s["wide"], d, r)

    def forward(self, x, cos, sin, mask):
        b, t, d = x.shape
        n = self.n1(x)
        q = turn(self.q(n).view(b, t, self.heads, self.size).transpose(1, 2), cos, sin)
        k = turn(self.k(n).view(b, t, self.kv, self.size).transpose(1, 2), cos, sin)
        v = self.v(n).view(b, t, self.kv, self.size).transpose(1, 2)
        k, v = k.repeat_interleave(self.heads // self.kv, 1), v.repeat_interleave(self.heads // self.kv, 1)
        if hasattr(F, "scaled_dot_product_attention"):
            a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        else:
            a = torch.softmax(q @ k.transpose(-1, -2) / math.sqrt(self.size) + mask, -1) @ v
        x = x + self.o(a.transpose(1, 2).reshape(b, t, d))
        n = self.n2(x)
        return x + self.down(F.silu(self.gate(n)) * self.up(n))


class Model(nn.Module):
    def __init__(self, s):
        super().__init__()
        self.table = nn.Embedding(s["vocabulary"], s["hidden"])
        nn.init.normal_(self.table.weight, std=0.02)
        self.layers = nn.ModuleList(Layer(s) for _ in range(s["layers"]))
        self.norm = Norm(s["hidden"])

    def forward(self, tokens, cos, sin, mask):
        x = self.table(tokens)
        for layer in self.layers:
            x = layer(x, cos, sin, mask)
        return F.linear(self.norm(x), self.table.weight)


def run(s):
    torch.manual_seed(0)
    model = Model(s)
    if s["rank"]:
        for name, parameter in model.named_parameters():
            parameter.requires_grad = ".a." in name or ".b." in name
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=1e-3, betas=(0.9, 0.95), weight_decay=0.1)
    half, context = s["hidden"] // s["heads"] // 2, s["context"]
    angles = torch.outer(torch.arange(context).float(), 10000.0 ** (-torch.arange(half) / half))
    cos, sin = angles.cos(), angles.sin()
    mask = torch.full((context, context), float("-inf")).triu(1)
    data = torch.randint(0, s["vocabulary"], (s["examples"], context + 1))
    started = 0.0
    for step in range(s["warm_up"] + s["steps"]):
        if step == s["warm_up"]:
            started = time.perf_counter()
        logits = model(data[:, :-1], cos, sin, mask)
        loss = F.cross_entropy(logits.reshape(-1, s["vocabulary"]), data[:, 1:].reshape(-1))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
    seconds = time.perf_counter() - started
    return s["steps"] * s["examples"] * context / seconds


def main():
    shape = json.loads(sys.argv[1])
    torch.set_num_threads(shape["threads"])
    speed = run(shape)
    with open("/proc/self/status") as status:
        peak = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024 / 1e6
    print(json.dumps({"tokens_per_second": speed, "peak_mb": peak, "version": torch.__version__}))


main()
