using Strangler.ShadowDiff;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddShadowDiff(builder.Configuration.GetSection("ShadowDiff"));

var app = builder.Build();
app.UseShadowDiff();
await app.RunAsync();
