import Experiment

print(SimulationSettings().seed)
