using Strangler.Benchmarks;

return args switch
{
    ["serve", "constant"] => await Servers.ConstantAsync(),
    ["serve", "yarp", var destination] => await Servers.BareYarpAsync(destination),
    ["comparisons", ..] => await ComparisonCommand.RunAsync(args),
    ["faults", ..] => await FaultCommand.RunAsync(args),
    _ => await BenchmarkCommand.RunAsync(args),
};
