using Strangler.Gateway.Cutover;
using Strangler.ShadowDiff.Model;
using Strangler.ShadowDiff.Rules;

namespace Strangler.Gateway.ErrorReports;

/// <summary>What reports are made of besides the log.</summary>
/// <param name="Request">The one at hand.</param>
/// <param name="State">The stages.</param>
/// <param name="Rules">Which values may not leave the machine.</param>
/// <param name="Build">The modules'.</param>
internal sealed record ReportSources(IHttpContextAccessor Request, CutoverState State, RulesInForce Rules, IModernBuild Build);
