using Strangler.Benchmarks;

return args switch
{
    ["serve", "constant"] => await Servers.ConstantAsync(),
    ["serve", "yarp", var destination] => await Servers.BareYarpAsync(destination),
    _ => await BenchmarkCommand.RunAsync(args),
};
