"""Prints decoder_block.json: loss and gradients of one decoder layer in double precision, by autograd of PyTorch."""
import torch, math, json
torch.set_default_dtype(torch.float64)
V,d,H,KV,F,T=11,8,2,1,10,6
hd=d//H
def num(name_index,n,centre=0.0,spread=0.4):
    # mirrored by the test: centre + spread * sin(1 + i * 0.37 + 1.7 * index)
    i=torch.arange(n)
    return centre+spread*torch.sin(1+i*0.37+1.7*name_index)
shapes=[("token_embd.weight",(V,d)),("blk.0.attn_norm.weight",(d,)),("blk.0.attn_q.weight",(d,d)),("blk.0.attn_k.weight",(KV*hd,d)),("blk.0.attn_v.weight",(KV*hd,d)),("blk.0.attn_output.weight",(d,d)),("blk.0.ffn_norm.weight",(d,)),("blk.0.ffn_gate.weight",(F,d)),("blk.0.ffn_up.weight",(F,d)),("blk.0.ffn_down.weight",(d,F)),("output_norm.weight",(d,)),("output.weight",(V,d))]
P={}
for k,(n,s) in enumerate(shapes):
    c=1.0 if len(s)==1 else 0.0
    t=num(k,math.prod(s),c).reshape(s).clone().float().double()
    t.requires_grad_(True); P[n]=t
tok=torch.tensor([3,7,1,10,0,5])
soft_pos,soft_tok,soft_log=3,[10,2,6],[-0.3,-1.7,-2.9]   # what a teacher said of the token at place 3
share,tau=0.3,1.5
def rms(x,w): return x/torch.sqrt((x*x).mean(-1,keepdim=True)+1e-5)*w
def rope(x):  # [T,heads,hd], halves
    half=hd//2
    ang=torch.arange(T)[:,None]*(10000.0**(-torch.arange(half)*2.0/hd))[None]
    c,s=torch.cos(ang)[:,None],torch.sin(ang)[:,None]
    a,b=x[...,:half],x[...,half:]
    return torch.cat([a*c-b*s,a*s+b*c],-1)
h=P["token_embd.weight"][tok]
n=rms(h,P["blk.0.attn_norm.weight"])
q=rope((n@P["blk.0.attn_q.weight"].T).view(T,H,hd)); k=rope((n@P["blk.0.attn_k.weight"].T).view(T,KV,hd)); v=(n@P["blk.0.attn_v.weight"].T).view(T,KV,hd)
k=k.repeat_interleave(H//KV,1); v=v.repeat_interleave(H//KV,1)
s=torch.einsum('ihd,jhd->hij',q,k)/math.sqrt(hd)
s=s.masked_fill(torch.triu(torch.ones(T,T,dtype=torch.bool),1),float('-inf'))
a=torch.einsum('hij,jhd->ihd',torch.softmax(s,-1),v).reshape(T,d)
h=h+a@P["blk.0.attn_output.weight"].T
n=rms(h,P["blk.0.ffn_norm.weight"])
h=h+(torch.nn.functional.silu(n@P["blk.0.ffn_gate.weight"].T)*(n@P["blk.0.ffn_up.weight"].T))@P["blk.0.ffn_down.weight"].T
z=rms(h,P["output_norm.weight"])@P["output.weight"].T
loss=0
for t in range(1,T):
    ce=-torch.log_softmax(z[t-1],-1)[tok[t]]
    if t==soft_pos:
        p=torch.softmax(torch.tensor(soft_log)/tau,-1)
        logq=torch.log_softmax(z[t-1][soft_tok]/tau,-1)
        kl=(p*(p.log()-logq)).sum()
        loss=loss+(1-share)*ce+share*tau*tau*kl
    else: loss=loss+ce
loss.backward()
print(json.dumps({"loss":round(loss.item(),10),"gradients":{n:[float('%.8g'%x) for x in P[n].grad.reshape(-1).tolist()] for n,_ in shapes}}))
