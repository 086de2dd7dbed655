using Strangler.Benchmarks;
using Strangler.Benchmarks.Soak;
using Strangler.Benchmarks.Sockets;

return args switch
{
    ["serve", "constant"] => await Servers.ConstantAsync(),
    ["serve", "yarp", var destination] => await Servers.BareYarpAsync(destination),
    ["services", ..] => await ServicesCommand.RunAsync(args),
    ["compare", ..] => await CompareCommand.RunAsync(args),
    ["sockets", ..] => await SocketsCommand.RunAsync(args),
    ["soak", .. var rest] => await SoakCommand.RunAsync(rest),
    ["faults", ..] => await FaultCommand.RunAsync(args),
    _ => await BenchmarkCommand.RunAsync(args),
};
